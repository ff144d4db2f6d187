import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseParticipantRow } from '../../../src/qos/participant-row.ts';
import { NO_ZOOM_QUALITY } from '../../../src/qos/zoom-quality.ts';
import { vectors } from './vectors.ts';

const ZOOMS_OWN = {
  user_id: '33080320',
  participant_user_id: 'DYHrdpjrS3uaOf7dPkkg8w',
  registrant_id: '_f08HhPJS82MIVLuuFaJPg',
  participant_uuid: 'D444CD06-2ABB-2FCC-019B-39E41D8DADF7',
  email: 'jchill@mail.example',
  user_name: 'jchill',
  role: 'host',
  join_time: '2022-01-13T05:27:09Z',
  leave_time: '2022-01-13T05:41:01Z',
  leave_reason: 'Host ended the webinar.',
  device: 'Windows',
  location: 'United States',
  data_center: 'United States',
  network_type: 'Wired',
  connection_type: 'UDP',
  video_connection_type: 'TCP+Proxy',
  version: '5.9.1.2581',
  audio_quality: 'good',
  ip_address: '192.0.2.1',
  internal_ip_addresses: ['198.51.100.1'],
  mac_addr: 'f85e-a012-92d8',
  pc_name: 'My PC',
  harddisk_id: 'Disk01',
  microphone: 'Plantronics BT600',
  domain: 'mail.example',
};

describe('a row of the participants list', () => {
  it.each(vectors.participants_list)('reads $row', ({ row, expect: { visit, stay_s, ...expected } }) => {
    const { visitId, staySeconds, role, leaveReason, attributes, zoomQuality } = parseParticipantRow(row);
    expect([visitId, staySeconds]).toEqual([visit, stay_s]);
    expect({ role, leave_reason: leaveReason, attributes, zoom_quality: zoomQuality }).toEqual(expected);
  });

  it('keeps who it was, the role, the stay, the leave, the way and the surroundings, and nothing else', () => {
    expect(parseParticipantRow(ZOOMS_OWN)).toEqual({
      visitId: '33080320',
      zoomUserId: 'DYHrdpjrS3uaOf7dPkkg8w',
      registrantId: '_f08HhPJS82MIVLuuFaJPg',
      participantUuid: 'D444CD06-2ABB-2FCC-019B-39E41D8DADF7',
      email: 'jchill@mail.example',
      role: 'host',
      staySeconds: 832,
      joinedAtMs: Date.parse('2022-01-13T05:27:09Z'),
      leftAtMs: Date.parse('2022-01-13T05:41:01Z'),
      transport: 'TCP+Proxy',
      leaveReason: 'Host ended the webinar.',
      attributes: {
        location: 'United States',
        data_center: 'United States',
        network_type: 'Wired',
        device: 'Windows',
        version: '5.9.1.2581',
      },
      zoomQuality: { audio: 'good', video: null, share: null },
    });
  });

  it.each([[{}], [null], [undefined], ['a text'], [7], [true], [[]], [[ZOOMS_OWN]]])(
    'that is %j tells nothing',
    (row) => {
      expect(parseParticipantRow(row)).toEqual({
        visitId: '',
        zoomUserId: '',
        registrantId: '',
        participantUuid: '',
        email: '',
        role: null,
        staySeconds: null,
        joinedAtMs: null,
        leftAtMs: null,
        transport: null,
        leaveReason: null,
        attributes: {},
        zoomQuality: NO_ZOOM_QUALITY,
      });
    },
  );

  it('with null everywhere tells nothing, and neither does one of blanks', () => {
    const nothing = parseParticipantRow({});
    for (const value of [null, '', '  ', '\u00a0', [], {}, true]) {
      const row = Object.fromEntries(Object.keys(ZOOMS_OWN).map((name) => [name, value]));
      expect(parseParticipantRow(row)).toEqual(nothing);
    }
  });

  it('without a user_id has no visit id, and a pushed one is known by its participant_id', () => {
    const { user_id: _, ...row } = ZOOMS_OWN;
    expect(parseParticipantRow(row)).toMatchObject({ visitId: '', role: 'host', staySeconds: 832 });
    expect(parseParticipantRow({ ...row, participant_id: ' q1 ' }).visitId).toBe('q1');
    expect(parseParticipantRow({ user_id: 33080320 }).visitId).toBe('33080320');
  });

  it.each([
    ['2022-01-13T05:27:09Z', '2022-01-13T05:27:09.250Z', 0.25],
    ['2022-01-13T05:27:09Z', '2022-01-13T07:27:10+02:00', 1],
    // Zoom's times are UTC, wherever this runs.
    ['2022-01-13T05:27:09', '2022-01-13T05:28:09Z', 60],
    ['2022-01-13T05:27:09Z', '2022-01-13T05:27:09Z', null],
    ['2022-01-13T05:27:09Z', '2022-01-13T05:00:00Z', null],
    ['2022-01-13T05:27:09Z', '', null],
    ['2022-01-13T05:27:09Z', undefined, null],
    [undefined, '2022-01-13T05:27:09Z', null],
    ['2022-13-13T05:27:09Z', '2022-12-13T05:27:09Z', null],
    ['13 January 2022', '2022-01-13T05:27:09Z', null],
    [1_642_051_629, 1_642_052_461, null],
  ])('joined at %s and left at %s stayed for %s seconds', (join_time, leave_time, staySeconds) => {
    expect(parseParticipantRow({ ...ZOOMS_OWN, join_time, leave_time }).staySeconds).toBe(staySeconds);
  });

  it('keeps a role as Zoom wrote it, but for the blanks: the grading knows which are presenters', () => {
    expect(parseParticipantRow({ role: ' Co-Host ' }).role).toBe('Co-Host');
    expect(parseParticipantRow({ role: 'stage manager' }).role).toBe('stage manager');
  });

  it('knows the labels good, fair, poor and bad in any case, and no other', () => {
    const labels = { audio_quality: ' BAD', video_quality: 'excellent', screen_share_quality: 'Fair' };
    expect(parseParticipantRow(labels).zoomQuality).toEqual({ audio: 'bad', video: null, share: 'fair' });
  });

  it.each([
    ['Germany', undefined, 'Germany'],
    [' Germany ; Ireland', undefined, 'Germany'],
    ['', 'United States;China (TJ RWG);', 'United States'],
    [';;', ' ; Japan;', 'Japan'],
    [';', ';;', undefined],
    [7, 'Japan', 'Japan'],
  ])('of the data centres %j and %j takes %j', (data_center, full_data_center, expected) => {
    expect(parseParticipantRow({ data_center, full_data_center }).attributes.data_center).toBe(expected);
  });

  it.each([
    ['WIN', 'Windows'],
    ['macOS', 'Mac'],
    ['IOS', 'iOS'],
    ['android', 'Android'],
    ['H.323/SIP', 'H.323/SIP'],
    ['constructor', 'constructor'],
  ])('names the device %s %s', (device, expected) => {
    expect(parseParticipantRow({ device }).attributes.device).toBe(expected);
  });

  it.each(['Others', 'other', ' UNKNOWN '])('takes the network type %s for none', (network_type) => {
    expect(parseParticipantRow({ network_type }).attributes).toEqual({});
  });

  it('keeps little of a text of 10 kB, and an id of that length not at all: cut, it could be somebody else’s', () => {
    const long = 'x'.repeat(10_000);
    const row = parseParticipantRow(Object.fromEntries(Object.keys(ZOOMS_OWN).map((name) => [name, long])));
    expect(JSON.stringify(row).length).toBeLessThan(3_000);
    expect(row).toMatchObject({ visitId: '', email: '', role: long.slice(0, 300), staySeconds: null });
  });

  it('does not lose a drop at the end of a text of 10 kB', () => {
    const leave_reason = `${'x'.repeat(10_000)} got disconnected from the webinar.`;
    expect(parseParticipantRow({ leave_reason }).leaveReason).toBe('Network connection error.');
  });

  it('is read whatever it holds', () => {
    fc.assert(
      fc.property(fc.record(Object.fromEntries(Object.keys(ZOOMS_OWN).map((name) => [name, fc.anything()]))), (row) => {
        const { staySeconds, role } = parseParticipantRow(row);
        expect(staySeconds === null || staySeconds > 0).toBe(true);
        expect(role === null || role.trim() === role).toBe(true);
      }),
    );
  });
});
