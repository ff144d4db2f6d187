import { describe, expect, it } from 'vitest';
import { findLimitViolations } from '../../src/messages/block-kit/slack-limits.ts';
import { renderBotStatus } from '../../src/messages/bot-status.ts';
import { withDateFallbacks, wordsOf } from './inspect.ts';
import { BUSY_STATUS, QUIET_STATUS } from './samples.ts';

describe('what operators see of the bot', () => {
  it('is the calls of the day, who had most made, events, sweeps, connections and what is paused', () => {
    const message = renderBotStatus(BUSY_STATUS);
    expect(message.text).toBe('Webinar QoS 1.2.3: 1,234 of 60,000 Zoom calls used today, 2 channels are paused.');
    expect(message.blocks.map((block) => withDateFallbacks(wordsOf(block))).join('\n')).toBe(
      [
        'Webinar QoS 1.2.3',
        '*Zoom calls today:* 1,234 of 60,000, 20 % of them kept for automatic reports (asked for 800, automatic 400, read again 34)',
        '*Most calls:* <@U0APPLE0001> 500 · <@U0BANANA001> 300',
        '*Last event of Zoom:* 14 May 2026, 15:59 UTC',
        '*Last sweep:* 14 May 2026, 15:30 UTC, 1 found that no event had told',
        "*Connections of the process that answers:* Slack by its socket, connected; Zoom's WebSocket, in another process",
        '*Paused channels:* <#C0EVENTS001> (`not_in_channel`), <#C0ARCHIVE01> (`is_archived`)',
        'Only operators see this. The day begins at 00:00 UTC. npm run doctor looks at the whole installation.',
      ].join('\n'),
    );
  });

  it('says where nothing is known, or nothing happened', () => {
    const words = renderBotStatus(QUIET_STATUS)
      .blocks.map((block) => wordsOf(block))
      .join('\n');
    expect(words).toContain('*Zoom calls today:* not known');
    expect(words).toContain('nobody has asked yet');
    expect(words).toContain('none within a week');
    expect(words).toContain('none within two days');
    expect(words).toContain('Slack by HTTP; no WebSocket to Zoom');
    expect(words).toContain('*Paused channels:* none');
  });

  it('fits, however many channels are paused, and shows no mark-up of theirs', () => {
    const paused = Array.from({ length: 500 }, (_, i) => ({ channelId: `C0PAUSED${i}`, reason: '<!channel> *x*' }));
    const message = renderBotStatus({ ...BUSY_STATUS, paused });
    expect(findLimitViolations(message)).toEqual([]);
    const words = message.blocks.map((block) => wordsOf(block)).join('\n');
    expect(words).toContain('and 490 more');
    expect(words).not.toContain('<!channel>');
  });
});
