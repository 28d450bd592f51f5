/** The fan-out worker with its writers counted. */
import './count-writers.ts';
import '../../../../renderer/src/fan-out/encode-once/fan-out.worker.ts';
