import { describe, expect, it } from 'vitest';
import { gradePerson } from '../../../src/qos/grade-person.ts';
import type { Person } from '../../../src/qos/person.ts';
import { isPresenterRole } from '../../../src/qos/role.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/qos/thresholds.ts';
import type { Visit } from '../../../src/qos/visit.ts';
import { toExpectation, toPersonVisit, toStreams, toVisit, vectors, withTolerance, writeReason } from './vectors.ts';

function grade(visits: readonly Visit[], role: Person['role'] = 'attendee') {
  return gradePerson(visits, { id: 'p1', number: 1, role, roleGuessed: false }, DEFAULT_THRESHOLDS);
}

function gradeQos(qos: unknown, role: Person['role'] = 'attendee') {
  return grade([toVisit({ streams: toStreams(qos) })], role);
}

function audio(details: Record<string, unknown>, type = 'audio_output') {
  return { type, details: { avg_bitrate: '60 kbps', ...details } };
}

describe('gradePerson', () => {
  it.each(vectors.persons)('grades person $id', ({ expect: expected, ...person }) => {
    const role = isPresenterRole(person.role) ? 'presenter' : 'attendee';
    expect(toExpectation(grade([toPersonVisit(person)], role))).toEqual(withTolerance(expected));
  });

  it('gives the name without white space, from the last visit that has one', () => {
    const visits = [toVisit({ name: 'Ann' }), toVisit({ name: ' Ann Example ' }), toVisit({ name: ' ' })];
    expect(grade(visits).name).toBe('Ann Example');
  });

  it('grades a stay of unknown length', () => {
    const streams = toStreams([audio({ avg_loss: '6%' })]);
    for (const staySeconds of [null, 0, -5]) {
      expect(grade([toVisit({ staySeconds, streams })])).toMatchObject({ grade: 'Poor', staySeconds: null });
    }
  });

  it('takes a stay of exactly one minute for long enough', () => {
    const streams = toStreams([audio({ avg_loss: '6%' })]);
    expect(grade([toVisit({ staySeconds: 59.9, streams })]).grade).toBe('Short stay');
    expect(grade([toVisit({ staySeconds: 60, streams })]).grade).toBe('Poor');
  });

  it('knows no total stay when one visit has none', () => {
    const streams = toStreams([audio({ avg_loss: '6%' })]);
    const person = grade([toVisit({ staySeconds: 10, streams }), toVisit({ staySeconds: null, streams })]);
    expect(person).toMatchObject({ staySeconds: null, grade: 'Poor', visits: 2 });
  });

  it('says of a short stay neither reason nor note, but shows its streams', () => {
    const person = grade([toVisit({ staySeconds: 20, streams: toStreams([audio({ avg_loss: '50%' })]) })]);
    expect(person).toMatchObject({ grade: 'Short stay', severity: null, reason: null, notes: [], lossPercent: null });
    expect(person.streams.map((stream) => stream.type)).toEqual(['audio_output']);
  });

  it('takes attributes from the longest visit that has them', () => {
    const person = grade([
      toVisit({ staySeconds: 600, attributes: { location: 'Xtown', device: 'Mac' } }),
      toVisit({ staySeconds: 1200, attributes: { location: ' Ytown ', device: ' ' } }),
      toVisit({ staySeconds: 60, attributes: { location: 'Ztown' } }),
    ]);
    expect(person.attributes).toEqual({ location: 'Ytown', device: 'Mac' });
  });

  it('takes attributes from the later of two visits that are equally long', () => {
    const person = grade([
      toVisit({ staySeconds: 600, attributes: { location: 'Xtown' } }),
      toVisit({ staySeconds: 600, attributes: { location: 'Ytown' } }),
    ]);
    expect(person.attributes).toEqual({ location: 'Ytown' });
  });

  it('takes attributes from the last visit when a stay is unknown', () => {
    const person = grade([
      toVisit({ staySeconds: 600, attributes: { location: 'Xtown' } }),
      toVisit({ staySeconds: null, attributes: { location: 'Ytown' } }),
      toVisit({ staySeconds: 60, attributes: { location: 'Ztown' } }),
    ]);
    expect(person.attributes).toEqual({ location: 'Ztown' });
  });

  it('says when the computer of one visit was overloaded', () => {
    expect(grade([toVisit({ cpuOverloaded: true }), toVisit({})]).cpuOverloaded).toBe(true);
    expect(grade([toVisit({}), toVisit({})]).cpuOverloaded).toBe(false);
  });
});

describe('edge cases', () => {
  it.each([
    ['null', null],
    ['absent', undefined],
    ['empty', []],
    ['not a list', { type: 'audio_output' }],
    ['only cpu_usage', [{ type: 'cpu_usage', details: { system_max_cpu_usage: '23%' } }]],
    ['a stream without details', [{ type: 'audio_output', details: null }]],
    ['a stream whose details are text', [{ type: 'audio_output', details: 'x' }]],
  ])('grades nothing when qos is %s', (_, qos) => {
    expect(gradeQos(qos)).toMatchObject({ grade: 'No data', notes: ['nothing measured'], severity: null, streams: [] });
  });

  it('grades on latency when the loss is missing', () => {
    const person = gradeQos([audio({ avg_latency: '320 ms' }), audio({ avg_latency: '80 ms' }, 'audio_input')]);
    expect(person).toMatchObject({ grade: 'Poor', notes: ['loss not reported'], lossPercent: null, latencyMs: 320 });
    expect(writeReason(person)).toBe('audio_output latency');
  });

  it('does not call a connection good on a latency alone', () => {
    expect(gradeQos([audio({ avg_latency: '80 ms' })])).toMatchObject({
      grade: 'No data',
      notes: ['loss not reported'],
      severity: null,
      latencyMs: null,
    });
    expect(gradeQos([audio({ avg_latency: '80 ms', avg_loss: 'lots' })])).toMatchObject({
      grade: 'No data',
      notes: ['loss not readable'],
    });
  });

  it('grades on loss when the latency is missing', () => {
    expect(gradeQos([audio({ avg_loss: '6%' })])).toMatchObject({ grade: 'Poor', notes: ['latency not reported'] });
  });

  it('judges a peak without an average by the peak rule only', () => {
    expect(gradeQos([audio({ max_loss: '12%' })])).toMatchObject({ grade: 'No data', notes: ['nothing measured'] });
    const person = gradeQos([audio({ max_loss: '65%' })]);
    expect(person).toMatchObject({ grade: 'Fair', lossPercent: null });
    expect(person.notes).toContain('loss not reported');
    expect(writeReason(person)).toBe('audio_output loss spike');
  });

  it('keeps the worse of each metric of a type that is there twice in one visit', () => {
    const person = gradeQos([
      audio({ avg_loss: '1%' }),
      audio({ avg_loss: '6%', max_loss: '8%', avg_jitter: '0 ms' }),
      audio({ avg_loss: '0.5%', min_loss: '0.1%', max_loss: '9%', avg_jitter: '30 ms' }),
      audio({ avg_loss: '40%', avg_bitrate: '0 kbps' }),
    ]);
    expect(person.streams).toHaveLength(1);
    expect(person.streams[0]).toMatchObject({
      lossPercent: { min: 0.1, average: 6, peak: 9 },
      jitterMs: { average: 30 },
    });
    expect(person.severity).toBeCloseTo(55, 6);
  });

  it('keeps the lower of the frame rates of a type that is there twice in one visit', () => {
    const video = (avg_frame_rate: string, max_frame_rate: string) => ({
      type: 'video_output',
      details: { avg_bitrate: '500 kbps', avg_loss: '0%', avg_frame_rate, max_frame_rate },
    });
    const person = gradeQos([video('25 fps', '30 fps'), video('4 fps', '12 fps'), video('0 fps', '99 fps')]);
    expect(person.streams[0]?.frameRateFps).toEqual({ min: null, average: 4, peak: 30 });
    expect(writeReason(person)).toBe('video_output fps');
  });

  it('gives the stream that is worse in its second metric, too, as the reason', () => {
    const person = gradeQos([
      audio({ avg_loss: '6%', avg_jitter: '5 ms' }),
      audio({ avg_loss: '6%', avg_jitter: '40 ms' }, 'audio_device_to_rwg'),
    ]);
    expect(person.streams.map(({ severity }) => severity)).toEqual([55, 55]);
    expect(writeReason(person)).toBe('audio_device_to_rwg loss');
  });

  it('grades an attendee by what arrives alone, but one who talks has to bear the delay', () => {
    const received = audio({ avg_loss: '0%', avg_latency: '620 ms' });
    const sent = audio({ avg_loss: '60%' }, 'audio_device_from_rwg');
    expect(gradeQos([received])).toMatchObject({ grade: 'Good', listenOnly: true });
    const person = gradeQos([received, sent]);
    expect(person).toMatchObject({ grade: 'Bad', listenOnly: false, lossType: 'audio_output' });
    expect(writeReason(person)).toBe('audio_output latency');
    expect(gradeQos([sent])).toMatchObject({ grade: 'No data', notes: ['received nothing'] });
  });

  it('has somebody with a delay of 900 ms who only listens Good, spikes included', () => {
    const late = { avg_loss: '0.1%', avg_latency: '900 ms', max_latency: '4 s' };
    expect(gradeQos([audio(late)])).toMatchObject({ grade: 'Good', reason: null, latencyMs: 900 });
    const muted = audio({ avg_bitrate: '0.3 kbps', max_bitrate: '64 kbps', avg_loss: '9%' }, 'audio_input');
    expect(gradeQos([audio(late), muted])).toMatchObject({ grade: 'Good', listenOnly: true });
  });

  it('shows what a presenter receives badly and does not grade it', () => {
    const person = gradeQos([audio({ avg_loss: '40%' }), audio({ avg_loss: '0%' }, 'audio_input')], 'presenter');
    expect(person).toMatchObject({ grade: 'Good', lossPercent: 0, lossType: 'audio_input' });
    expect(person.streams.map(({ type, counted }) => [type, counted])).toEqual([
      ['audio_output', false],
      ['audio_input', true],
    ]);
    expect(person.streams[0]?.severity).toBe(100);
  });

  it('has no grade for a presenter who sent nothing', () => {
    expect(gradeQos([audio({ avg_loss: '40%' })], 'presenter')).toMatchObject({
      grade: 'No data',
      notes: ['sent nothing'],
    });
    expect(gradeQos([], 'presenter').notes).toEqual(['nothing measured']);
  });

  it('takes a round trip of 0 ms for not measured, with traffic or not', () => {
    const person = gradeQos([audio({ avg_loss: '0%', min_latency: '0 ms', avg_latency: '0 ms', max_latency: '0 ms' })]);
    expect(person.streams[0]?.latencyMs).toEqual({ min: null, average: null, peak: null });
    const peak = gradeQos([audio({ avg_loss: '0%', avg_latency: '0 ms', max_latency: '5 ms' })]);
    expect(peak.latencyMs).toBe(0);
  });

  it('takes a frame rate of 0 for not measured', () => {
    const video = {
      type: 'video_output',
      details: { avg_bitrate: '500 kbps', avg_loss: '0%', avg_frame_rate: '0 fps' },
    };
    const person = gradeQos([video]);
    expect(person).toMatchObject({ grade: 'Good' });
    expect(person.streams[0]?.frameRateFps).toEqual({ min: null, average: null, peak: null });
  });

  it('needs a value above 0 where no bit rate is known', () => {
    const zeros = { type: 'audio_output', details: { avg_loss: '0%', max_latency: '0 ms' } };
    expect(gradeQos([zeros]).streams).toEqual([]);
    const measured = { type: 'audio_output', details: { avg_loss: '0%', max_jitter: '1 ms' } };
    expect(gradeQos([measured])).toMatchObject({ grade: 'Good' });
  });

  it.each([{ avg_loss: '1%' }, { max_latency: '80 ms' }, { max_jitter: '1 ms' }, { avg_frame_rate: '12 fps' }])(
    'takes a stream without a bit rate for active by %j alone',
    (details) => {
      expect(gradeQos([{ type: 'video_output', details }]).streams).toHaveLength(1);
    },
  );

  it('takes a stream for active by the larger of its bit rates', () => {
    const types = (avg_bitrate: string, max_bitrate: string) =>
      gradeQos([audio({ avg_loss: '1%', avg_bitrate, max_bitrate })]).streams.map(({ type }) => type);
    expect(types('0.2 kbps', '5 kbps')).toEqual(['audio_output']);
    expect(types('0.2 kbps', '0.9 kbps')).toEqual([]);
  });
});

describe('the streams of several visits', () => {
  const video = (details: Record<string, unknown>) =>
    toVisit({ streams: toStreams([{ type: 'video_output', details: { avg_bitrate: '500 kbps', ...details } }]) });

  it.each([
    [['640*360', '1280*720', '320*180'], { width: 1280, height: 720 }],
    [['1280*720', '640*360'], { width: 1280, height: 720 }],
    [['', '640*360'], { width: 640, height: 360 }],
    [['640*360', ''], { width: 640, height: 360 }],
    [['', ''], null],
  ])('show the largest picture of %j', (resolutions, largest) => {
    const person = grade(resolutions.map((resolution) => video({ resolution, avg_loss: '1%' })));
    expect(person.streams.map(({ resolution }) => resolution)).toEqual([largest]);
  });

  it('have a readable loss when one of the visits has', () => {
    const unreadable = (...losses: string[]) =>
      grade(losses.map((avg_loss) => video({ avg_loss }))).streams.map(({ averageLossInvalid }) => averageLossInvalid);
    expect(unreadable('1%', 'lots')).toEqual([false]);
    expect(unreadable('', 'lots')).toEqual([true]);
    expect(unreadable('', '')).toEqual([false]);
  });
});
