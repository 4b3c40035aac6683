import { clear, orClear } from '../../judge/answers.js';
import { factEvidence } from '../../judge/evidence.js';
import { isFalse, judgeSetting } from '../../judge/setting.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import { changeKey, pushAgain, rescanProfiles } from '../../judge/steps.js';
import type { Rule } from '../../types.js';
import { faceTimeEntry, firewallPayload, isFirewallOn } from '../state.js';

const key = 'AllowSigned';

export const macFirewallSigned: Rule = {
  id: 'mac-firewall-signed',
  title: 'The firewall of the Mac does not trust built-in software',
  stage: 'network',
  severity: 'low',
  decisive: false,
  platforms: ['macOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [`setting:${firewallPayload}#${key}`, `payload:${firewallPayload}`, 'fact:firewall'],
  messages: {
    untrusted: {
      text: 'Profile "{profile}" ({identifier}) no longer lets built-in software receive connections by itself ({key} is {value}), and no entry allows FaceTime.',
      why: 'The user may be asked, or calls that come in may fail.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'Add an entry to Applications in {payload} of "{profile}": BundleID com.apple.FaceTime, Allowed true; or change the key as follows.',
        },
        changeKey,
        pushAgain,
      ],
      verify: rescanProfiles,
    },
    off: { text: 'The firewall of the Mac is off, so what is set for it does not act.' },
  },
  sources: [schemaOf(firewallPayload, key), inferred('FaceTime counts as built-in software', 'medium')],
  meant: (ignored) => ignored.key === key && isFalse(ignored.value),
  evaluate: (subject) => {
    const fact = subject.fact('firewall');
    if (fact?.value.enabled === false) return clear('off', {}, [factEvidence(fact)]);
    const isAllowed = subject.payloads(firewallPayload).some((payload) => faceTimeEntry(payload) === true);
    const acts = isFirewallOn(subject) && !isAllowed;
    return orClear(
      judgeSetting(subject, {
        payload: firewallPayload,
        key,
        stops: (value) => acts && isFalse(value),
        outcome: 'at-risk',
        scope: 'incoming',
        message: 'untrusted',
        wanted: 'true',
      }),
    );
  },
};
