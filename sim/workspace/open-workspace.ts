import { startWorkspace } from './start-workspace.ts';

/** Easy to remember; another one when it is taken. */
const PORT = 5180;

console.log('Starting a Zoom and a Slack of our own, and the real bot between them …');
const workspace = await startWorkspace({ port: PORT });
console.log(`
  The workspace is open:  ${workspace.url}

  Type in #general:       /webinar-qos 932 0123 5621
  or choose a webinar in the Zoom panel; "End it now" there brings an automatic report.

  Only this machine can reach it. Ctrl-C stops everything.
  The same as a printed walk-through: npm run demo -- --headless
`);

let stopping = false;
async function stop(): Promise<void> {
  // Whoever is impatient presses twice.
  if (stopping) process.exit(1);
  stopping = true;
  const code = await workspace.stop();
  console.log(`\nThe bot stopped with exit code ${code}.`);
  process.exit(code === 0 ? 0 : 1);
}
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
workspace.bot.exited.then((code) => {
  if (stopping) return;
  // A Ctrl-C in a terminal reaches the bot, too, and may do so first.
  setTimeout(() => {
    if (stopping) return;
    console.log(`The bot ended by itself, with exit code ${code}:\n${workspace.bot.lines.slice(-20).join('\n')}`);
    void stop();
  }, 500);
});
