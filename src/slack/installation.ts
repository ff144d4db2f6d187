import { z } from 'zod';

/** Where the bot is installed, as Slack says of its token; null for what is not known (yet). */
export interface Installation {
  readonly teamId: string | null;
  readonly enterpriseId: string | null;
  readonly appId: string | null;
}

const id = z.string().nullish();
/** What a payload says of where it comes from: commands on the top level, clicks and views in objects. */
const Origin = z.object({
  api_app_id: id,
  team_id: id,
  team: z.object({ id: z.string() }).nullish().catch(null),
  enterprise_id: id,
  enterprise: z.object({ id: z.string() }).nullish().catch(null),
  /** Of a window: in a shared channel, `team` is that of the person. */
  view: z.object({ app_installed_team_id: id }).nullish().catch(null),
});

/**
 * Whether a payload comes from where this bot is installed. One signing secret serves every workspace that an app is
 * installed in, and this process has the token of one. An installation for a whole organisation sends no team of its own
 * for some payloads, but our enterprise. What is not known says nothing.
 */
export function isOurs(payload: unknown, { teamId, enterpriseId, appId }: Installation): boolean {
  const origin = Origin.safeParse(payload).data;
  if (!origin) return false;
  if (differs(origin.api_app_id, appId)) return false;
  const team = origin.view?.app_installed_team_id ?? origin.team_id ?? origin.team?.id;
  if (team !== undefined && team !== null) return !differs(team, teamId) || isOfOrganisation(origin, enterpriseId);
  return !differs(origin.enterprise_id ?? origin.enterprise?.id, enterpriseId);
}

/** In an organisation a payload may carry the team of the person instead of the one that the token names. */
function isOfOrganisation(origin: z.infer<typeof Origin>, enterpriseId: string | null): boolean {
  return enterpriseId !== null && (origin.enterprise_id ?? origin.enterprise?.id) === enterpriseId;
}

function differs(told: string | null | undefined, known: string | null): boolean {
  return told !== undefined && told !== null && known !== null && told !== known;
}
