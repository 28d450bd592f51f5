/**
 * Measures how soon a watcher whose line becomes bad gets its lowest layer with little delay, how
 * smooth that is, and how soon the highest layer is back when the line is good again. `--rounds 3`,
 * `--seconds 20` of a bad line each. Needs root.
 */
import { parseArgs } from 'node:util';
import { openSqueezedLine, type Squeeze } from '../support/measure/squeezed-line.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, seconds: { type: 'string', default: '20' } },
});
const line = await openSqueezedLine();
try {
  const rounds: Squeeze[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const squeeze = await line.squeeze(Number(values.seconds) * 1000);
    console.error(JSON.stringify(squeeze));
    rounds.push(squeeze);
  }
  console.log(JSON.stringify({ rounds }));
} finally {
  await line.close();
}
