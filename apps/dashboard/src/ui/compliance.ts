import type { DeviceItem } from '@ringcheck/contracts';

type Compliance = NonNullable<DeviceItem['compliance']>;
type Intent = NonNullable<DeviceItem['intent']>;

export const complianceNames: readonly Compliance[] = [
  'non-compliant',
  'undetermined',
  'compliant',
  'waived',
];

export const complianceWords: Readonly<Record<Compliance, string>> = {
  compliant: 'Compliant',
  'non-compliant': 'Non-compliant',
  undetermined: 'Undetermined',
  waived: 'Waived',
};

export const complianceMeanings: Readonly<Record<Compliance, string>> = {
  'non-compliant': 'not as the policy wants it',
  undetermined: 'too little is known to say',
  compliant: 'as the policy wants it',
  waived: 'excused by a waiver',
};

export const intentMeanings: Readonly<Record<Intent, string>> = {
  required: 'FaceTime must ring',
  prohibited: 'FaceTime must stay blocked',
  unmanaged: 'nothing is demanded',
};
