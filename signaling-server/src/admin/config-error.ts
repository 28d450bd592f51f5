/**
 * Thrown when the configuration is wrong. Lists every problem at once, so that an admin can fix
 * them together.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const lines = problems.map((line) => `- ${line}`).join('\n');
    super(`The configuration has ${String(problems.length)} problem(s):\n${lines}`);
    this.problems = problems;
  }
}
