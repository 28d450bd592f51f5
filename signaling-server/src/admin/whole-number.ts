/** A setting that is a whole number within bounds. */
import * as z from 'zod/mini';

export const whole = (value: number, minimum: number, maximum: number) =>
  z.prefault(
    z.coerce
      .number({ error: 'needs a whole number' })
      .check(
        z.refine(
          (number) => Number.isInteger(number) && number >= minimum && number <= maximum,
          `needs a whole number from ${String(minimum)} to ${String(maximum)}`,
        ),
      ),
    value,
  );
