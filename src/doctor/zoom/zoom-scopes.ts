import { NEEDED_SCOPES } from '../../zoom/http/token/scopes.ts';
import type { ScopeUse } from '../slack/slack-scopes.ts';

type NeededScope = (typeof NEEDED_SCOPES)[number];

const USES: Readonly<Record<NeededScope, Omit<ScopeUse, 'scope'>>> = {
  'dashboard:read:list_webinar_participants_qos:admin': { neededFor: 'quality data, so no reports', isRequired: true },
  'dashboard:read:webinar:admin': {
    neededFor: 'topic, times and number of people, and no latest run by its number',
    isRequired: false,
  },
  'dashboard:read:list_webinar_participants:admin': {
    neededFor: 'roles, devices and networks: who presented is guessed',
    isRequired: false,
  },
  'dashboard:read:list_webinars:admin': {
    neededFor: 'search for webinars whose end was not told',
    isRequired: false,
  },
};

/** Zoom asks for it when somebody subscribes to the QoS events. */
const EVENTS: ScopeUse = {
  scope: 'dashboard:read:webinar_participant_qos:admin',
  neededFor: 'QoS events, without which Zoom gives no quality data at all',
  isRequired: false,
};
/** Of use only where the ID of the app is set. */
const REPLAY: ScopeUse = {
  scope: 'marketplace_app:read:admin',
  neededFor: "replay of lost events from Zoom's log, for which ZOOM_APP_ID is set",
  isRequired: false,
};

/** The scopes of Zoom's app, each with what lacks without it. */
export function zoomScopes(hasAppId: boolean): readonly ScopeUse[] {
  const needed = NEEDED_SCOPES.map((scope) => ({ scope, ...USES[scope] }));
  return [...needed, EVENTS, ...(hasAppId ? [REPLAY] : [])];
}
