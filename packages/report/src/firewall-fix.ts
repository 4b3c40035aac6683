import {
  applyText,
  chainText,
  openText,
  type Dialect,
  type FirewallFix,
  type FixPosition,
  type FixRefusal,
  type FixResult,
  type RefusalReason,
} from '@ringcheck/firewall';

/** What to write into a firewall, in words: the lines, where they go, what they open and who answers for it. */
export function firewallFixLines({ fixes, refusals }: FixResult, dialect: Dialect): readonly string[] {
  return [
    ...fixes.flatMap((fix) => fixLines(fix, dialect)),
    ...refusals.map(refusalText),
    ...(fixes.length === 0
      ? []
      : [`${applyText(dialect)}. Then export the policy again and ask again: every flow has to be allowed.`]),
  ];
}

function fixLines(
  { family, flows, steps, opens, diff, returnTraffic, requirements }: FirewallFix,
  dialect: Dialect,
): readonly string[] {
  return [
    `To open ${flows.join(', ')} over IPv${family} (put in, read again and found open; nothing else is opened):`,
    ...steps.flatMap(({ position, lines, commands }) => [
      `  ${positionText(position, dialect)}:`,
      ...lines.map((line) => `    ${line}`),
      ...(commands.length === 0 ? [] : ['  On the device:', ...commands.map((line) => `    ${line}`)]),
    ]),
    '  The change:',
    ...diff.split('\n').map((line) => `    ${line}`),
    ...opens.map((open) => `  Opens ${openText(open)}.`),
    ...(returnTraffic === 'allowed' ? [] : [`  ${returnText(returnTraffic)}`]),
    `  Asked for by ${requirements.join(', ')}. Let the person responsible for the security of this network sign it off.`,
  ];
}

function positionText(position: FixPosition, dialect: Dialect): string {
  return position.at === 'before-line'
    ? `Before line ${position.line}`
    : `At the end of ${chainText(dialect, position.chain)}`;
}

function returnText(returnTraffic: Exclude<FirewallFix['returnTraffic'], 'allowed'>): string {
  switch (returnTraffic) {
    case 'blocked':
      return 'Answers still do not come back: let packets of established connections pass on the way in as well.';
    case 'partial':
      return 'Only a part of the answers comes back: let packets of established connections pass on the way in.';
    case 'unknown':
      return 'Whether answers come back cannot be told from this document.';
  }
}

function refusalText({ family, flows, reason }: FixRefusal): string {
  return `No change is offered for ${flows.join(', ')} over IPv${family}: ${reasonText(reason)}.`;
}

/** Why a fix is not offered, and what to do then. */
export function reasonText(reason: RefusalReason): string {
  switch (reason) {
    case 'clients-unknown':
      return 'it is not said where the clients are, and a line for all addresses would open the way in; give their range';
    case 'place-not-found':
      return 'the line that decides cannot be found in the text; add the rule in front of it by hand';
    case 'cannot-express':
      return 'the kind of list that decides has no words for it; use an extended list or take the line out';
    case 'unsafe-name':
      return 'a name of the document has signs that a shell or a device could take for more than a name; add the rule by hand';
    case 'no-free-number':
      return 'there is no free number before the entry that decides; renumber the list first';
    case 'too-many-lines':
      return 'it would take too many lines; open the flow for any destination by hand';
    case 'not-read-again':
      return 'the changed text could not be read again';
    case 'changes-more':
      return 'the changed text was read as another policy';
    case 'opens-more':
      return 'the line would open more than the flow';
    case 'still-closed':
      return 'the flow was not open after the change, for something that cannot be decided stands before it';
  }
}
