import { describe, expect, it } from 'vitest';
import { csvFileName } from '../../../src/messages/csv/file-name.ts';
import { sampleHead } from '../samples.ts';

describe('the name of a file', () => {
  it('has topic, start, run and read', () => {
    expect(csvFileName(sampleHead(), 'people')).toBe(
      'Q3-All-Hands_2026-05-14-1500_run-Zm9vYmFy_read-2026-05-14-1630_people.csv',
    );
  });

  it('differs for two topics, two starts, two runs, two reads, two states and both contents', () => {
    const heads = [
      {},
      { topic: 'Q4 All-Hands' },
      { startedAt: '2026-05-15T15:00:00Z' },
      { uuid: 'b3RoZXJydW5vZmFsbA==' },
      { readAt: '2026-05-14T17:30:00Z' },
      { state: 'preliminary' },
      { thinnerRead: { readAt: '2026-05-14T18:30:00Z', rowsRead: 7 } },
    ] as const;
    const names = heads.map((head) => csvFileName(sampleHead(head), 'people'));
    expect(new Set([...names, csvFileName(sampleHead(), 'streams')]).size).toBe(heads.length + 1);
  });

  it('is a name that every computer takes, and tells no address', () => {
    const topic = '../..\\ "Q3": =jane@example.com* 名前 🎉?';
    const name = csvFileName(sampleHead({ topic, uuid: '/+==', startedAt: 'never' }), 'people');
    expect(name).toBe('Q3-名前_start-unknown_read-2026-05-14-1630_people.csv');
    expect(csvFileName(sampleHead({ topic: ' 🎉 ', webinarId: null }), 'people')).toMatch(/^webinar_2026/);
    expect(csvFileName(sampleHead({ topic: 'x'.repeat(500) }), 'people').length).toBeLessThan(150);
  });
});
