/** Runs asynchronous steps one after the other, in the order in which they were asked for; a failed step does not stop the next. */
export function inTurn(): <T>(step: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (step) => {
    const run = last.then(step, step);
    last = run;
    return run;
  };
}
