import type { Workspace } from '../stores/workspace.ts';

/** What `should_escape: true` makes of typed text: links in angle brackets, people and channels as ids. */
export function escapeCommandText(text: string, workspace: Workspace): string {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return safe
    .replace(/https?:\/\/[^\s]+/g, (link) => `<${link}>`)
    .replace(/(^|\s)@([a-z0-9._-]+)/g, (all, before: string, name: string) => {
      const user = [...workspace.users.values()].find((one) => one.name === name);
      return user === undefined ? all : `${before}<@${user.id}|${name}>`;
    })
    .replace(/(^|\s)#([a-z0-9._-]+)/g, (all, before: string, name: string) => {
      const channel = [...workspace.channels.values()].find((one) => one.kind === 'public' && one.name === name);
      return channel === undefined ? all : `${before}<#${channel.id}|${name}>`;
    });
}
