/** A setting that is a whole number within bounds. */
import * as z from 'zod/mini';

const wholeNumber = (minimum: number, maximum: number) =>
  z.coerce
    .number({ error: 'needs a whole number' })
    .check(
      z.refine(
        (number) => Number.isInteger(number) && number >= minimum && number <= maximum,
        `needs a whole number from ${String(minimum)} to ${String(maximum)}`,
      ),
    );

export const whole = (value: number, minimum: number, maximum: number) =>
  z.prefault(wholeNumber(minimum, maximum), value);

export const optionalWhole = (minimum: number, maximum: number) => z.optional(wholeNumber(minimum, maximum));
