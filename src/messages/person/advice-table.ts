import type { Cause } from '../../qos/advice.ts';

/** What to do about a cause. */
interface AdviceWords {
  /** What is known or likely, for who looks after people: in Connection details and the file. */
  readonly cause: string;
  /** What to try, as a sentence. */
  readonly step: string;
  /** The same in a letter to the person: goes on after "What helps most: ". null where there is nothing to try. */
  readonly toPerson: string | null;
  /** Who publishes it; "own" is this bot's experience, sourced by nobody. */
  readonly source: string;
}

const ZOOM_LIST = 'https://developers.zoom.us/docs/api/qss';
const ZOOM_HOME_NETWORK =
  "Zoom's support page on home networks, as quoted by https://nationalinterest.org/blog/techland/why-your-zoom-calls-keep-failing-177514";
const INDIANA = 'https://kb.iu.edu/d/bfgg';
const MEET =
  'https://www.googlecloudcommunity.com/gc/Workspace-Product-Articles/Google-Meet-Troubleshooting-Playbook-Network-and-Hardware/ta-p/165810';
const MICROSOFT_VPN =
  'https://github.com/MicrosoftDocs/microsoft-365-docs/blob/public/microsoft-365/enterprise/microsoft-365-vpn-common-scenarios.md';
const MICROSOFT_NETWORK =
  'https://learn.microsoft.com/en-us/azure/communication-services/concepts/voice-video-calling/network-requirements';
const SAN_JOSE = 'https://www.sjsu.edu/icsi/resources/zoom-guidelines.php';

/** Cause → words: the one place for them. Which of them fit a person is decided in qos/advice. */
export const ADVICE: Readonly<Record<Cause, AdviceWords>> = {
  'busy-computer': {
    cause: 'computer overloaded',
    step: 'Close other programs and browser tabs: the computer was overloaded.',
    toPerson: 'close other programs and browser tabs before it starts, as the computer had too much to do',
    source: `${MEET}; ${SAN_JOSE}`,
  },
  'far-data-centre': {
    cause: 'far data centre',
    step: 'Ask the Zoom admin for a data centre nearer by: this one is in another part of the world.',
    toPerson: 'tell me which country you join from, so that we can have a Zoom server nearer to you switched on',
    source: `distance: ${MICROSOFT_NETWORK}; which places count as far: own`,
  },
  vpn: {
    cause: 'VPN or dial-up (PPP)',
    step: 'Leave the VPN for Zoom, or let IT take Zoom out of it: the network looks like a VPN (PPP).',
    toPerson: 'switch the VPN off for the webinar',
    source: `PPP: ${ZOOM_LIST}, read as a sign of a VPN: own; leaving it: ${MICROSOFT_VPN}`,
  },
  proxy: {
    cause: 'proxy or firewall in between',
    step: 'Let IT open the direct way to Zoom (UDP 8801–8810): a proxy or firewall forced a slower one.',
    toPerson: 'join from a network without a proxy, or ask your IT to let Zoom through directly',
    source: `connection types: ${ZOOM_LIST}; media around proxies: ${MICROSOFT_NETWORK}`,
  },
  cellular: {
    cause: 'mobile network',
    step: 'Use Wi-Fi or a cable instead of the mobile network, or stay where the signal is strong.',
    toPerson: 'join over Wi-Fi or a cable instead of the mobile network',
    source: `network types: ${ZOOM_LIST}; ${ZOOM_HOME_NETWORK}`,
  },
  wifi: {
    cause: 'Wi-Fi',
    step: 'Use a cable instead of Wi-Fi, or sit near the access point.',
    toPerson: 'use a cable instead of Wi-Fi, or sit close to the router',
    source: `${ZOOM_HOME_NETWORK}; ${INDIANA}`,
  },
  'unknown-network': {
    cause: 'network not known',
    step: 'Use a cable, if this was Wi-Fi (Zoom did not say).',
    toPerson: 'use a cable, if you were on Wi-Fi',
    source: `${ZOOM_HOME_NETWORK}; ${INDIANA}`,
  },
  cable: {
    cause: 'cable or line',
    step: 'Try another cable, or another line such as a phone hotspot: this one was wired.',
    toPerson: 'try another cable, or another line such as a phone hotspot',
    source: 'own',
  },
  'old-client': {
    cause: 'old Zoom version',
    step: 'Update Zoom: the others had a much newer version.',
    toPerson: 'update Zoom, as your version is much older than that of the others',
    source: 'own; three minor versions are about half a year',
  },
  browser: {
    cause: 'joined in a browser',
    step: 'Join with the Zoom app instead of the browser.',
    toPerson: 'join with the Zoom app instead of the browser',
    source: 'own; the path (rwg) is in the names of the streams',
  },
  effects: {
    cause: 'video effects',
    step: 'Turn off the virtual background and HD video.',
    toPerson: 'turn off the virtual background and other effects',
    source: SAN_JOSE,
  },
  uplink: {
    cause: 'the way up, from the person to Zoom',
    step: 'Stop uploads, backups and other cameras on the same line: it was the way up that failed.',
    toPerson: 'stop uploads and backups on the same line while you speak',
    source: MEET,
  },
  downlink: {
    cause: 'the way down, from Zoom to the person',
    step: 'Stop downloads and other video on the same line: it was the way down that failed.',
    toPerson: 'stop downloads and other video on the same line',
    source: `${MEET}; ${SAN_JOSE}`,
  },
  drops: {
    cause: 'connection broke off',
    step: 'Restart the router, and turn off power saving of the network: the connection broke off.',
    toPerson: 'restart your router before the next one, as the connection broke off',
    source: `router: ${ZOOM_HOME_NETWORK}; power saving: own`,
  },
  'bad-moment': {
    cause: 'a short moment',
    step: 'Nothing: it was fine but for a short moment.',
    toPerson: null,
    source: 'own: a peak covers a few seconds',
  },
};
