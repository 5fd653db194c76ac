// The explicit lists of what features give the store: how their ops look before the office answered, and their cards.
import { conflictCard, outcomeCard } from '../features/conflicts/cards.ts';
import { conflictOverlays } from '../features/conflicts/overlay.ts';
import { dutyOverlays } from '../features/duty/overlay.ts';
import { feedbackCard } from '../features/feedback/cards.ts';
import { feedbackOverlays } from '../features/feedback/overlay.ts';
import { invitationCard } from '../features/invitations/cards.ts';
import { invitationOverlays } from '../features/invitations/overlay.ts';
import { measureOverlays } from '../features/measures/overlay.ts';
import { noticeCard } from '../features/reminders/cards.ts';
import { reminderOverlays } from '../features/reminders/overlay.ts';
import { attachmentCard, draftCard, reviewCard, roundCard, visitCard } from '../features/visits/cards.ts';
import { acknowledgementCard } from '../features/acknowledgements/cards.ts';
import { acknowledgementOverlays } from '../features/acknowledgements/overlay.ts';
import { visitOverlays } from '../features/visits/overlay.ts';
import type { Overlays } from '../sync/overlay.ts';
import type { EntityName } from '../sync/records.ts';
import type { CardMaker } from './cards.ts';

export const OVERLAYS: Overlays = { ...visitOverlays, ...feedbackOverlays, ...conflictOverlays, ...acknowledgementOverlays, ...dutyOverlays, ...measureOverlays, ...invitationOverlays, ...reminderOverlays };

export const CARDS: Partial<Record<EntityName, CardMaker>> = {
  draft: draftCard,
  visit: visitCard,
  round: roundCard,
  review: reviewCard,
  feedback: feedbackCard,
  acknowledgement: acknowledgementCard,
  attachment: attachmentCard,
  invitation: invitationCard,
  notice: noticeCard,
  conflict: conflictCard,
  outcome: outcomeCard,
};

/** The records that stand together under one id. */
export const FAMILIES: Readonly<Record<string, readonly EntityName[]>> = { visit: ['draft', 'visit', 'report'] };
