/** A part of System Settings that bears on calls: its extension since macOS 13, its pane before. */
export interface Pane {
  readonly name: string;
  readonly extension: string;
  readonly pane: string;
  /** The user mends a sign-in or the clock there; the others mend less. */
  readonly mendsSignIn: boolean;
}

/** As Apple's schema of com.apple.systempreferences names them. */
export const panes: readonly Pane[] = [
  {
    name: 'Apple Account',
    extension: 'com.apple.systempreferences.AppleIDSettings',
    pane: 'com.apple.preferences.AppleIDPrefPane',
    mendsSignIn: true,
  },
  {
    name: 'Internet Accounts',
    extension: 'com.apple.Internet-Accounts-Settings.extension',
    pane: 'com.apple.preferences.internetaccounts',
    mendsSignIn: true,
  },
  {
    name: 'Date & Time',
    extension: 'com.apple.Date-Time-Settings.extension',
    pane: 'com.apple.preference.datetime',
    mendsSignIn: true,
  },
  {
    name: 'Network',
    extension: 'com.apple.Network-Settings.extension',
    pane: 'com.apple.preference.network',
    mendsSignIn: false,
  },
  {
    name: 'Notifications',
    extension: 'com.apple.Notifications-Settings.extension',
    pane: 'com.apple.preference.notifications',
    mendsSignIn: false,
  },
  {
    name: 'Screen Time',
    extension: 'com.apple.Screen-Time-Settings.extension',
    pane: 'com.apple.preference.screentime',
    mendsSignIn: false,
  },
];
