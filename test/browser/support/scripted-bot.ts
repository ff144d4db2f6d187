import { readBody, startServer } from '../../../sim/runtime/http-server.ts';
import type { Workspace } from '../../../sim/workspace/start-workspace.ts';

type Payload = Readonly<Record<string, unknown>>;

/** A bot of the test's own, for the parts of Slack that the real one does not use. */
export interface ScriptedBot {
  /** What Slack has sent, oldest first. */
  readonly payloads: readonly Payload[];
  /** What the next submission is answered with. */
  answerSubmission(answer: object): void;
  /** Calls the Web API as the bot. @throws Error when Slack says no */
  call(method: string, args: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** Takes the place of the real bot in a workspace. */
export async function startScriptedBot({ slack }: Workspace): Promise<ScriptedBot> {
  const payloads: Payload[] = [];
  let submissionAnswer: object | null = null;
  const before = slack.settings.botUrl;
  const server = await startServer(async (request, response) => {
    const form = new URLSearchParams((await readBody(request)).toString());
    const payload: Payload = JSON.parse(form.get('payload') ?? '{}');
    payloads.push(payload);
    const isSubmission = payload.type === 'view_submission' && submissionAnswer !== null;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(isSubmission ? JSON.stringify(submissionAnswer) : '');
    if (isSubmission) submissionAnswer = null;
  });
  slack.settings.botUrl = server.origin;
  return {
    payloads,
    answerSubmission(answer) {
      submissionAnswer = answer;
    },
    async call(method, args) {
      const response = await fetch(`${slack.apiUrl}${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${slack.settings.botToken}` },
        body: JSON.stringify(args),
      });
      const answer: unknown = await response.json();
      const ok = typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === true;
      if (!ok) throw new Error(`${method}: ${JSON.stringify(answer)}`);
      return answer;
    },
    async stop() {
      slack.settings.botUrl = before;
      await server.stop();
    },
  };
}
