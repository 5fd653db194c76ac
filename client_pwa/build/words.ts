/* `node build/words.ts`: checks the words and writes src/gen/messages.ts without a build. */
import { generate } from './messages.ts';

try {
  generate();
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
}
