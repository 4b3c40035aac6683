/** How a founding cause is covered: by rules on facts, by a question, by the call-failed desk. */
export interface CoverageRow {
  /** As the founding list numbers it: `B7`; the desk's own parts are `A` (stages and symptoms) and `H` (remedies). */
  readonly row: string;
  /** In our words. */
  readonly cause: string;
  /** Ids of rules whose facts decide it. */
  readonly rules: readonly string[];
  /** Ids of questions, for what no fact tells. */
  readonly questions: readonly string[];
  readonly desk: readonly DeskTopic[];
}

/** What the call-failed desk brings itself: it stands in no rule. */
export type DeskTopic =
  | 'priors-by-stage'
  | 'symptoms'
  | 'time-pattern'
  | 'connection-down'
  | 'restart-and-toggle'
  | 'mac-logs'
  | 'judge-the-callee'
  | 'service-outage'
  | 'remedies-in-order';

const row = (
  id: string,
  cause: string,
  {
    rules = [],
    ask = [],
    desk = [],
  }: {
    readonly rules?: readonly string[];
    readonly ask?: readonly string[];
    readonly desk?: readonly DeskTopic[];
  },
): CoverageRow => ({ row: id, cause, rules, questions: ask, desk });

const measured = ['network-quality', 'device-network-quality'];
const byNetwork = ['network-firewall-ports', 'network-statement', 'network-proxy-only'];
const vpns = ['vpn-full-tunnel', 'vpn-declared', 'vpn-split-tunnel', 'vpn-from-file'];

/** Every founding cause and what covers it, in the order of the founding list. A test holds it to the pack. */
export const coverage: readonly CoverageRow[] = [
  row('A', 'Stages of a call, how often each fails, and what a symptom points to', {
    desk: ['priors-by-stage', 'symptoms'],
  }),
  row('B1', 'Too little bandwidth', { rules: measured, ask: ['ask-network-speed'] }),
  row('B2', 'Latency', { rules: measured, ask: ['ask-network-speed'] }),
  row('B3', 'Packet loss', { rules: ['network-quality'], ask: ['ask-network-speed'] }),
  row('B4', 'Jitter', { rules: ['network-quality'], ask: ['ask-network-speed'] }),
  row('B5', 'A firewall closes the ports', { rules: ['network-firewall-ports', 'mac-firewall-incoming'] }),
  row('B6', 'The place forbids calls: school, office, hotel, café, ship, plane, base', {
    rules: byNetwork,
    ask: ['ask-other-network'],
  }),
  row('B7', "A VPN keeps Apple's network away or filters it", { rules: vpns, ask: ['ask-own-vpn'] }),
  row('B8', 'SIP ALG in the router', { rules: ['network-sip-alg'], ask: ['ask-sip-alg'] }),
  row('B9', 'UPnP or old firmware of the router', { ask: ['ask-router'] }),
  row('B10', 'Names resolve slowly, wrongly or not', {
    rules: ['dns-settings-managed', 'dns-proxy-managed', 'network-dns-filter', 'relay-managed'],
    ask: ['ask-dns'],
  }),
  row('B11', 'FaceTime may not use cellular data', {
    rules: ['restriction-cellular-switch-frozen'],
    ask: ['ask-cellular-switch'],
  }),
  row('B12', 'The plan or a partner abroad leaves FaceTime out', {
    rules: ['carrier-roaming', 'region-country', 'cellular-data-network'],
    ask: ['ask-carrier-plan'],
  }),
  row('B13', 'Weak signal', { ask: ['ask-signal'] }),
  row('B14', 'Congestion at the same hours', { desk: ['time-pattern'] }),
  row('B15', 'No connection at all', {
    rules: ['wifi-joining'],
    ask: ['ask-connection'],
    desk: ['connection-down'],
  }),
  row('C1', 'Not signed in, or activation stuck', {
    rules: ['restriction-account-changes', 'setup-facetime-pane', 'mac-settings-panes'],
    ask: ['ask-signed-in'],
  }),
  row('C2', 'Address not verified', { ask: ['ask-address-verified'] }),
  row('C3', 'Two-factor authentication newly on', { ask: ['ask-two-factor'] }),
  row('C4', 'Number or carrier changed', {
    rules: ['sim-number-changed', 'sim-duplicate-number'],
    ask: ['ask-number-changed'],
  }),
  row('C5', 'Account of another region', { rules: ['region-time-zone'], ask: ['ask-account-region'] }),
  row('C6', 'iCloud storage full', { ask: ['ask-icloud-storage'] }),
  row('C7', 'Password changed elsewhere', { ask: ['ask-password-changed'] }),
  row('C8', "The family organiser's Screen Time", { ask: ['ask-family-screen-time'] }),
  row('C9', 'Several devices ring or clash', { ask: ['ask-several-devices'] }),
  row('C10', 'Managed Apple Account without FaceTime', {
    rules: ['account-managed-facetime', 'device-shared-ipad-session'],
    ask: ['ask-managed-account'],
  }),
  row('D1', 'Clock wrong', { rules: ['device-clock'], ask: ['ask-clock'] }),
  row('D2', 'Screen Time, communication limits', {
    rules: ['mac-time-limits', 'mac-app-access', 'restriction-app-rating'],
    ask: ['ask-screen-time', 'ask-communication-limits'],
  }),
  row('D3', 'Contact blocked', { ask: ['ask-blocked-contact', 'ask-unknown-callers'] }),
  row('D4', 'Focus', { rules: ['device-do-not-disturb'], ask: ['ask-focus'] }),
  row('D5', 'Notifications off', { rules: ['notifications-facetime'], ask: ['ask-notifications'] }),
  row('D6', 'Little storage', { rules: ['device-storage-low'] }),
  row('D7', 'Guided Access, app lock, control aids', {
    rules: ['kiosk-app-lock', 'kiosk-autonomous-lock', 'kiosk-conference-room'],
    ask: ['ask-accessibility'],
  }),
  row('D8', 'Camera or microphone denied', {
    rules: ['restriction-camera', 'privacy-facetime'],
    ask: ['ask-camera-microphone'],
  }),
  row('D9', 'Background refresh off', { ask: ['ask-background-refresh'] }),
  row('D10', 'Language and region differ from the account', {
    rules: ['region-time-zone'],
    ask: ['ask-language-region'],
  }),
  row('D11', 'Configuration profile', {
    rules: [
      'restriction-facetime',
      'restriction-app-blocklist',
      'restriction-app-allowlist',
      'restriction-denied-iccid',
      'restriction-managed-wifi-only',
      'restriction-app-removal',
      'restriction-handoff',
      'restriction-user-choices',
      'facetime-look-alikes',
      'mac-app-blocker',
      'mac-firewall-signed',
      'content-filter',
      'proxy-global',
      'proxy-network',
      'wifi-call-marking',
      'external-control',
    ],
  }),
  row('D12', 'Beta system', { rules: ['device-beta-os'] }),
  row('D13', 'Old system', { rules: ['device-os-outdated', 'device-os-certificate'] }),
  row('D14', 'System just updated', { rules: ['device-os-updated'] }),
  row('D15', 'Certificates wrong', { rules: ['network-tls-inspection'], ask: ['ask-certificates'] }),
  row('D16', 'FaceTime off or removed', {
    rules: ['facetime-app-missing', 'device-setup-unfinished', 'device-lost-mode'],
    ask: ['ask-facetime-on'],
  }),
  row('D17', 'Passing fault', { desk: ['restart-and-toggle'] }),
  row('D18', 'Mac with external displays', { ask: ['ask-external-display'] }),
  row('D19', 'Hardware', { ask: ['ask-hardware'] }),
  row('D20', 'What the logs of a Mac say', { ask: ['ask-logs'], desk: ['mac-logs'] }),
  row('E1', 'Sold for a region without FaceTime', { rules: ['region-sold-in'] }),
  row('E2', 'Used in Pakistan', { rules: ['region-country', 'region-time-zone'] }),
  row('E3', 'Used in the Emirates', { rules: ['region-country', 'region-time-zone'] }),
  row('E4', 'Used in Saudi Arabia', { rules: ['region-country', 'region-sold-in'] }),
  row('E5', 'Used in mainland China', { rules: ['region-country', 'region-time-zone'] }),
  row('E6', 'Sold in mainland China', { rules: ['region-sold-in'] }),
  row('E7', 'Roaming', { rules: ['carrier-roaming'] }),
  row('F1', "Outage of Apple's service", {
    rules: ['apple-service-outage'],
    ask: ['ask-service-status'],
    desk: ['service-outage'],
  }),
  row('F2', 'The outage of 18 November 2012', { rules: ['apple-service-outage'], desk: ['service-outage'] }),
  row('G1', 'The other device is off, offline or elsewhere', {
    ask: ['ask-callee-reachable'],
    desk: ['judge-the-callee'],
  }),
  row('G2', 'The other side blocks, declines or has a Focus', { ask: ['ask-callee-blocks'] }),
  row('H', 'Remedies in order', { desk: ['remedies-in-order'] }),
];
