/**
 * What the resolve step has to say, as templates; `{name}` is filled from the data of the note. Written as one
 * sentence each, for the report.
 */
export const resolveMessages = {
  'profile-expired':
    'The profile {profile} expired on {expired}; an expired profile stays in force until it is replaced or removed.',
  'removal-overdue':
    'The profile {profile} was to be removed on {due}, but the device still lists it; its settings are taken as in force.',
  'key-set-twice':
    '{key} is set by more than one profile ({profiles}); Apple warns that managing one restriction twice has unexpected effects, so keep it in one.',
  'single-payload-twice':
    'The payload {payloadType} may be installed once only and is in {profiles}; remove all but one.',
  'device-answer-differs':
    'The device reports {key} as {answer}, while the profiles known ({profiles}) give {resolved}; the device decides.',
  'device-answer-alone':
    'The device reports {key} as {answer}, and no profile known sets it; the device decides.',
  'profile-answer-differs':
    'The device says that {profile} restricts {key} to {answer}; the uploaded profile says {uploaded}. It may be another version.',
  'profile-answer-names':
    'The device says that {profile}, whose content was not uploaded, restricts {key} to {answer}.',
  'key-wrong-type':
    '{key} in {profile} must be of type {wanted} and is of type {found}; whether the device obeys it is not certain.',
  'key-misspelt':
    '{written} in {profile} is no key of {payloadType} and does nothing; {key} was probably meant.',
  'key-wrong-payload': '{key} in {profile} does nothing in {payloadType}; it belongs in {rightType}.',
} as const satisfies Record<string, string>;

export type ResolveMessage = keyof typeof resolveMessages;
