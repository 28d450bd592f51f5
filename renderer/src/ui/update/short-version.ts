/** A version as people say it: 1.2 for 1.2.0, but 1.2.1 in full. */
export const shortVersion = (version: string): string => version.replace(/^(\d+\.\d+)\.0$/, '$1');
