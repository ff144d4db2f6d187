import { describe, expect, it } from 'vitest';
import { createSimClock } from '../../../../sim/runtime/clock.ts';
import { createMessageStore } from '../../../../sim/slack/stores/message-store.ts';
import { inspectMessage } from '../../../../sim/workspace/inspect.ts';

function inspect(blocks: Record<string, unknown>[], text = 'Read <https://example.com|this> &amp; that') {
  const store = createMessageStore(createSimClock(), () => {});
  return inspectMessage(store.post({ channel: 'C1', user: 'U1', text, blocks }), true);
}

const button = { type: 'button', text: { type: 'plain_text', text: 'Go' } };

describe('the inspector', () => {
  it('shows what was sent, without the ids that Slack adds', () => {
    const blocks = [
      { type: 'section', text: { type: 'mrkdwn', text: '*Hi*' }, accessory: button },
      { type: 'actions', block_id: 'own', elements: [{ ...button, action_id: 'mine' }, button] },
    ];
    expect(JSON.parse(inspect(blocks).json)).toEqual({ text: 'Read <https://example.com|this> &amp; that', blocks });
  });

  it('reads the text as it is read aloud', () => {
    expect(inspect([]).text).toBe('Read this & that');
  });

  it('names the limit that a message breaks, and how near the others are', () => {
    const long = 'x'.repeat(151);
    const found = inspect([{ type: 'header', text: { type: 'plain_text', text: long } }]);
    expect(found.problems.join(' ')).toMatch(/invalid_blocks.*less than 151 characters.*\/blocks\/0\/text\/text/);
    expect(found.sizes).toContainEqual({ what: 'blocks', size: 1, limit: 50 });
    expect(found.sizes).toContainEqual({ what: 'longest text object', size: 151, limit: 3000 });
  });
});
