import type { Platform } from '@ringcheck/model';
import type { SourceNote, Step } from '../types.js';
import type { Answer } from './types.js';

export const mobile: readonly Platform[] = ['iOS', 'iPadOS'];
export const handheld: readonly Platform[] = ['iOS', 'iPadOS', 'visionOS'];
export const personal: readonly Platform[] = ['iOS', 'iPadOS', 'macOS', 'visionOS'];
export const everything: readonly Platform[] = ['iOS', 'iPadOS', 'macOS', 'tvOS', 'visionOS'];
export const mac: readonly Platform[] = ['macOS'];

/** What articles on failed calls agree on. */
export const experience = (confidence: SourceNote['confidence']): SourceNote => ({
  title: 'Common experience, from articles on failed FaceTime calls',
  confidence,
});

/** Only handed on: no description by Apple, no observation of ours. */
export const folklore: SourceNote = {
  title: 'Handed on in articles on failed FaceTime calls; nobody says why it should be so',
  confidence: 'low',
};

export const appleSupport = (about: string): SourceNote => ({
  title: `Apple Support: ${about}`,
  confidence: 'high',
});

export const user = (sentence: string): Step => ({ who: 'user', do: sentence });
export const helpdesk = (sentence: string): Step => ({ who: 'helpdesk', do: sentence });
export const network = (sentence: string): Step => ({ who: 'network-admin', do: sentence });

/** The answer by which what was asked is ruled out. */
export const noReason = (id: string, says: string, means = 'It is no reason.'): Answer => ({
  id,
  says,
  means,
  outcome: 'clear',
});
