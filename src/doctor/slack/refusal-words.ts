import type { Trouble } from '../network/explain-nothing.ts';

const REINSTALL = 'Install App → Reinstall to Workspace, and copy the Bot User OAuth Token to SLACK_BOT_TOKEN';

/** What Slack's words for a bot token mean. */
const TOKEN_WORDS: Readonly<Record<string, Trouble>> = {
  invalid_auth: { said: 'Slack does not know the token in SLACK_BOT_TOKEN', act: REINSTALL },
  not_authed: { said: 'Slack got no token: SLACK_BOT_TOKEN holds nothing that it takes for one', act: REINSTALL },
  account_inactive: { said: 'the app was removed from the workspace, or its bot was switched off', act: REINSTALL },
  token_revoked: { said: 'the token in SLACK_BOT_TOKEN was revoked', act: REINSTALL },
  token_expired: {
    said: 'the token in SLACK_BOT_TOKEN has expired: token rotation is on, which the bot does not do',
    act: 'Make the app anew from the manifest, where token_rotation_enabled is false',
  },
  not_allowed_token_type: {
    said: 'SLACK_BOT_TOKEN holds a token of another kind',
    act: 'OAuth & Permissions → Bot User OAuth Token (xoxb-…)',
  },
  missing_scope: { said: 'the app has no scopes', act: 'Paste manifest.yml into App Manifest, and reinstall the app' },
  access_denied: { said: 'an administrator of Slack forbids the app', act: 'Ask them to approve it' },
  org_login_required: { said: 'the workspace is being moved into an organisation', act: 'Try again when it is done' },
  enterprise_is_restricted: { said: 'the organisation restricts the app', act: 'Ask its administrators to approve it' },
};

/** What Slack's words for an app-level token mean. */
const APP_TOKEN_WORDS: Readonly<Record<string, Trouble>> = {
  invalid_auth: {
    said: 'Slack does not know the token in SLACK_APP_TOKEN',
    act: 'Basic Information → App-Level Tokens → Generate, and copy it (xapp-…)',
  },
  not_allowed_token_type: {
    said: 'SLACK_APP_TOKEN holds a token of another kind',
    act: 'Basic Information → App-Level Tokens (xapp-…)',
  },
  missing_scope: {
    said: 'the token in SLACK_APP_TOKEN lacks the scope connections:write',
    act: 'Basic Information → App-Level Tokens → Generate another one with connections:write',
  },
  token_revoked: {
    said: 'the token in SLACK_APP_TOKEN was revoked',
    act: 'Basic Information → App-Level Tokens → Generate another one',
  },
};

/** What Slack's words for a channel mean, where something is to be posted. */
const CHANNEL_WORDS: Readonly<Record<string, Trouble>> = {
  channel_not_found: {
    said: 'Slack knows no such channel, or it is private and the bot is not in it',
    act: 'Correct the ID (channel name → View channel details → the last line), or /invite the bot',
  },
  not_in_channel: { said: 'the bot is not in the channel', act: '/invite the bot there, or give it chat:write.public' },
  is_archived: { said: 'the channel is archived', act: 'Unarchive it, or choose another one' },
  restricted_action: {
    said: 'the workspace lets only some people post there',
    act: 'Let the bot post in the channel’s settings',
  },
  missing_scope: { said: 'the token lacks the scope for it', act: 'Add the scope that is named above, and reinstall' },
};

const A_WORD = /^[a-z_]{1,60}$/;

function explain(table: Readonly<Record<string, Trouble>>, error: string, act: string): Trouble {
  const known = Object.hasOwn(table, error) ? table[error] : undefined;
  return known ?? { said: `Slack refuses: ${A_WORD.test(error) ? error : 'for a reason without a word'}`, act };
}

export function explainTokenRefusal(error: string): Trouble {
  return explain(TOKEN_WORDS, error, 'Look at the app at https://api.slack.com/apps');
}

export function explainAppTokenRefusal(error: string): Trouble {
  return explain(APP_TOKEN_WORDS, error, 'Look at Socket Mode at https://api.slack.com/apps');
}

export function explainChannelRefusal(error: string): Trouble {
  const base = error.startsWith('restricted_action') ? 'restricted_action' : error;
  return explain(CHANNEL_WORDS, base, 'Choose another channel');
}
