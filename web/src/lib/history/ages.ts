// Conversations by how long ago they were: today, yesterday, the last days, then month by month.
//
// Days begin at midnight where the reader is, not every 24 hours.
import type { Listed } from './store';

export type Age = 'today' | 'yesterday' | 'week' | 'month' | { month: Date };

export interface AgeGroup {
  age: Age;
  conversations: Listed[];
}

const dayMs = 24 * 60 * 60 * 1000;

/** In the order they come in; a group has conversations that follow each other. */
export function groupByAge(conversations: readonly Listed[], now: Date): AgeGroup[] {
  const groups: AgeGroup[] = [];
  for (const conversation of conversations) {
    const age = ageOf(new Date(conversation.timestamp), now);
    const last = groups.at(-1);
    if (last && isSame(last.age, age)) last.conversations.push(conversation);
    else groups.push({ age, conversations: [conversation] });
  }
  return groups;
}

function ageOf(then: Date, now: Date): Age {
  const days = (dayNumber(now) - dayNumber(then)) / dayMs;
  if (days <= 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days <= 7) return 'week';
  if (days <= 30) return 'month';
  return { month: new Date(then.getFullYear(), then.getMonth(), 1) };
}

/** Days of the calendar, so that a clock that is changed makes none longer. */
function dayNumber(time: Date): number {
  return Date.UTC(time.getFullYear(), time.getMonth(), time.getDate());
}

function isSame(one: Age, other: Age): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other;
  return one.month.getTime() === other.month.getTime();
}
