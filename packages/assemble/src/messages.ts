/** Templates of the notes this step makes; `report` fills in the data. */
export const assembleMessages: Readonly<Record<string, string>> = {
  contradiction: 'Two sources disagree on {fact}: {kept} is used, {other} was also reported.',
  'joined-by-vendor-id':
    'The settings of “{profile}” were found through the server’s own id in {document}, not by identifier.',
  'joined-by-display-name':
    'The settings of “{profile}” were found by display name only, in {document}. Check that it is the same profile.',
  'version-differs':
    'The installed version of “{profile}” ({installed}) is not the uploaded one ({uploaded}). The verdict rests on the uploaded copy.',
  'serial-contested':
    'Serial number {serial} appears with more than one UDID. The records were kept apart; this one has UDID {udid}.',
  'group-overlap':
    'Several groups of the policy match. “{group}” stands first and applies; also matching: {others}.',
};
