import { describe, expect, it } from 'vitest';
import { renderReport } from '../../../src/messages/report/report.ts';
import { analyseWebinar } from '../../../src/qos/analyse.ts';
import { createValueFaults, parseStreams } from '../../../src/qos/parse-streams.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/qos/thresholds.ts';
import type { Visit } from '../../../src/qos/visit.ts';
import { wordsOf } from '../inspect.ts';
import { sampleHead, stored } from '../samples.ts';

type Details = Readonly<Record<string, string>>;

function visit(visitId: string, role: string | null, streams: Readonly<Record<string, Details>>): Visit {
  const qos = Object.entries(streams).map(([type, details]) => ({
    type,
    details: { avg_bitrate: '60 kbps', ...details },
  }));
  const parsed = parseStreams(qos, DEFAULT_THRESHOLDS, createValueFaults());
  return { visitId, identityKeys: [], name: visitId, role, staySeconds: 1800, attributes: {}, ...parsed };
}

const fine = { avg_loss: '0.1%', avg_latency: '80 ms' };

function listeners(count: number, details: Details = fine): Visit[] {
  return Array.from({ length: count }, (_, index) =>
    visit(`Guest ${details.avg_loss} ${index}`, null, { audio_output: details }),
  );
}

/** Verdict and headline of the report that people would read. */
function reportOf(visits: readonly Visit[]): string[] {
  const { people, orders, summary } = analyseWebinar(visits, DEFAULT_THRESHOLDS);
  const find = (id: string | null) => stored(people.filter((person) => person.id === id));
  const head = sampleHead({
    summary,
    worst: orders.severity.slice(0, 3).flatMap(find),
    decidingPresenter: find(summary.presenters.decidedBy)[0] ?? null,
  });
  const { blocks } = renderReport(head, { shownTo: 'asker' });
  return [wordsOf(blocks[0]), ...wordsOf(blocks[1]).split('\n')];
}

describe('what reports once got wrong', () => {
  it('a host whose voice loses 25 %, of whom Zoom tells no role, is named and decides', () => {
    const host = visit('Pat Host', null, {
      audio_input: { avg_loss: '25%', avg_latency: '90 ms' },
      audio_output: fine,
    });
    expect(reportOf([...listeners(412), host])).toEqual([
      'Webinar quality: Bad – Q3 All-Hands',
      ':octagonal_sign: *The presenters were the problem: 25.0 % of Pat Host’s voice was lost on the way to Zoom. Everybody heard that. None of 412 attendees had trouble hearing or watching.*',
      '(Zoom didn’t say who presented; I took those who sent video, a screen or a voice.)',
    ]);
  });

  it('a panelist with a muted microphone that loses 12 % of next to nothing spoils nothing', () => {
    const muted = { avg_bitrate: '0.3 kbps', max_bitrate: '64 kbps', avg_loss: '12%' };
    const visits = [
      visit('Pat Host', 'host', { audio_input: fine }),
      visit('Max Muted', 'panelist', { audio_input: muted, audio_output: { avg_loss: '9%' } }),
      ...listeners(20),
    ];
    expect(reportOf(visits)).toEqual([
      'Webinar quality: Good – Q3 All-Hands',
      ':white_check_mark: *Presenters were fine. None of 20 attendees had trouble hearing or watching.*',
    ]);
  });

  it('a quarter of the audience that is Fair makes the webinar Fair', () => {
    const rough = { avg_loss: '4.9%', avg_latency: '80 ms' };
    const host = visit('Pat Host', 'host', { audio_input: fine });
    expect(reportOf([host, ...listeners(75), ...listeners(25, rough)])).toEqual([
      'Webinar quality: Fair – Q3 All-Hands',
      ':small_orange_diamond: *Presenters were fine. None of 100 attendees had real trouble, but 25 (25.0 %) had a little.*',
    ]);
  });

  it('listeners with a delay of 900 ms are Good: they are in no conversation', () => {
    const late = { avg_loss: '0.1%', avg_latency: '900 ms', max_latency: '2000 ms' };
    const host = visit('Pat Host', 'host', { audio_input: fine });
    expect(reportOf([host, ...listeners(20, late)])).toEqual([
      'Webinar quality: Good – Q3 All-Hands',
      ':white_check_mark: *Presenters were fine. None of 20 attendees had trouble hearing or watching.*',
    ]);
  });
});
