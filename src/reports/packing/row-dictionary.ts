const METRIC = '{"min":0,"average":1,"peak":2}';
const UNKNOWN = '{"min":null,"average":null,"peak":null}';

function streamText(type: string, loss: string): string {
  return `{"type":"${type}","bitrateKbps":${METRIC},"lossPercent":{"min":0,"average":${loss},"peak":${loss}},"latencyMs":${METRIC},"jitterMs":${METRIC},"frameRateFps":${UNKNOWN},"resolution":{"width":1280,"height":720},"averageLossInvalid":false}`;
}

/**
 * What nearly every row has in common, for packing one row alone: it is then a third of its size without. What comes last is found best. Rows that were
 * packed with another text cannot be read any more, and are read from Zoom's API instead.
 */
export const ROW_DICTIONARY: Buffer = Buffer.from(
  [
    '"leaveReason":"Host ended the webinar.","zoomQuality":{"audio":"good","video":"good","share":"poor"}fair"bad"',
    ...['as_input', 'video_input', 'audio_input', 'as_output', 'audio_device_to_rwg', 'video_device_to_crc'].map(
      (type) => `"type":"${type}",`,
    ),
    '"attributes":{"location":"United States","data_center":"Germany","network_type":"Wired","device":"Windows","version":"6.3.5"}',
    '"network_type":"Wifi","device":"Mac""iOS""Android""Cellular"',
    `"streams":[],"cpuOverloaded":true,"attributes":{}}`,
    '{"visitId":"16778240","identityKeys":["","",""],"name":"","role":null,"staySeconds":null,"joinedAtMs":null,"leftAtMs":null,"transport":null,"leaveReason":null,"zoomQuality":{"audio":null,"video":null,"share":null},"streams":[',
    `${streamText('audio_output', '0.0')},${streamText('video_output', '0.1')}`,
    '],"cpuOverloaded":false,"attributes":{}}',
  ].join(''),
);
