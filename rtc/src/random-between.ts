/** A random delay: clients that were disconnected together must not return together. */

export interface Range {
  readonly min: number;
  readonly max: number;
}

export const randomBetween = ({ min, max }: Range): number => min + Math.random() * (max - min);
