/** The fan-out worker, whose writers can be made to lose frames. */
import './faulty-writers.ts';
import '../../../../renderer/src/fan-out/encode-once/fan-out.worker.ts';
