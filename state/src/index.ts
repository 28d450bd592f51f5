/** Observable values and state machines, without DOM or Node. */
export { Machine, type Step } from './machine.ts';
export { Store, type ReadableStore } from './store.ts';
