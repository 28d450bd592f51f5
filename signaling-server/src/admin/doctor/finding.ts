/** What a check of `doctor` has found: one line for the admin. */

/**
 * `fault`: something does not work. `warning`: it works, but not for everybody or not for long.
 * `outside`: only another machine can test it.
 */
export type Verdict = 'ok' | 'warning' | 'fault' | 'outside';

export interface Finding {
  readonly verdict: Verdict;
  /** What was checked, in a word or two. */
  readonly subject: string;
  readonly says: string;
  /** What to do about it. */
  readonly mend?: string;
}

export const ok = (subject: string, says: string): Finding => ({ verdict: 'ok', subject, says });
export const outside = (subject: string, says: string): Finding => ({ verdict: 'outside', subject, says });
export const fault = (subject: string, says: string, mend: string): Finding => ({
  verdict: 'fault',
  subject,
  says,
  mend,
});
export const warning = (subject: string, says: string, mend: string): Finding => ({
  verdict: 'warning',
  subject,
  says,
  mend,
});

export const lineOf = ({ verdict, subject, says, mend }: Finding): string =>
  `${verdict.padEnd(8)} ${subject.padEnd(10)} ${says}${mend === undefined ? '' : `. To mend: ${mend}`}`;

/** The system's code of a failure, such as `ECONNREFUSED`, or else its text. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node tries all addresses of a name and reports their failures together.
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
