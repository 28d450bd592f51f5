/**
 * How soon a watcher whose line becomes bad has its lowest layer with little delay, how smooth that is, and how soon it is back at the top
 * when the line is good again. `--rounds 3`. Needs root.
 */
import { parseArgs } from 'node:util';
import { openSqueezedLine, type Squeeze } from '../support/measure/squeezed-line.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const line = await openSqueezedLine();
try {
  const rounds: Squeeze[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const squeeze = await line.squeeze();
    console.error(JSON.stringify(squeeze));
    rounds.push(squeeze);
  }
  console.log(JSON.stringify({ rounds }));
} finally {
  await line.close();
}
