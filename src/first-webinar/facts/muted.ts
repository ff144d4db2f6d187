import { isActive, isBarelyUsed } from '../../qos/active.ts';
import { streamKind } from '../../qos/stream.ts';
import { DEFAULT_THRESHOLDS } from '../../qos/thresholds.ts';
import type { Seen } from '../seen.ts';
import { type Fact, partOf, type Told } from './fact.ts';

/** So many people hardly all speak from beginning to end. */
const FEWEST_MICROPHONES = 5;

/** Whether the time in which a microphone was muted counts in its average bit rate: then averages lie far below peaks. */
export function tellMuted({ summary }: Seen): Fact {
  const microphones = summary.visits
    .flatMap(({ streams }) => streams)
    .filter((stream) => {
      const { medium, direction } = streamKind(stream.type);
      return medium === 'audio' && direction === 'sent' && isActive(stream, DEFAULT_THRESHOLDS);
    });
  const ratios = microphones.flatMap(({ bitrateKbps: { average, peak } }) =>
    average === null || peak === null || peak === 0 ? [] : [average / peak],
  );
  const belowHalf = ratios.filter((ratio) => ratio < 0.5).length;
  const barelyUsed = microphones.filter((stream) => isBarelyUsed(stream, DEFAULT_THRESHOLDS)).length;
  const silentMinimum = microphones.filter(({ bitrateKbps: { min } }) => min === 0).length;
  function told(): Told {
    if (barelyUsed > 0) return 'as expected';
    return ratios.length >= FEWEST_MICROPHONES && belowHalf === 0 ? 'otherwise' : 'not told';
  }
  return {
    name: 'Muted time in averages',
    told: told(),
    seen: `${partOf(belowHalf, ratios.length)} microphones have an average below half of their peak, ${partOf(barelyUsed, microphones.length)} count as barely used, ${silentMinimum} a smallest bit rate of 0.`,
    counts: {
      microphones: microphones.length,
      withAverageAndPeak: ratios.length,
      belowHalf,
      barelyUsed,
      silentMinimum,
    },
    change: '`barelyUsedAudioKbps` and `barelyUsedPercentOfPeak` of DEFAULT_THRESHOLDS in src/qos/thresholds.ts',
  };
}
