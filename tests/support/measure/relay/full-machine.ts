/** Percent busy: beyond it, parts wait for a processor, and what is measured is the machine. */
export const FULL_PCT = 97;
