import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Sleep } from '../../runtime/sleep.ts';
import { toDeliveryError } from '../client/slack-errors.ts';
import type { ClickContext } from './click.ts';
import { retryClick } from './retry-click.ts';

/** Opens a modal for the person who clicked: above the one in which the button is, if it is in one. */
export async function openView(
  { triggerId, responseUrl }: Pick<ClickContext, 'triggerId' | 'responseUrl'>,
  view: ModalView,
  { client, sleep }: { readonly client: Pick<WebClient, 'views'>; readonly sleep: Sleep },
): Promise<void> {
  if (triggerId === null) return;
  const given = { trigger_id: triggerId, view };
  const open = async () => {
    try {
      // Only a click in a view comes without a response_url.
      await (responseUrl === null ? client.views.push(given) : client.views.open(given));
    } catch (error) {
      throw toDeliveryError(error);
    }
  };
  await retryClick(open, { sleep });
}
