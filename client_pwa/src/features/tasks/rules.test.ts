import { describe, expect, it } from 'vitest';
import tasks from '../../../../sync/vectors/tasks.json' with { type: 'json' };
import type { Comparator, Measure } from '../measures/rules.ts';
import { checkPoint, checkStep, checkTask, type Goal, leastPercent, type Milestone, type Point, standings, standsTo, type TaskStep, tasksEach } from './rules.ts';

type Told = readonly unknown[];
type Raw = Record<string, unknown>;
const measure = ([value, comparator]: Told): Measure => ({ value: Number(value), comparator: comparator as Comparator });
const maybe = (told: Told | null): Measure | null => told && measure(told);
const goal = (raw: Raw): Goal => ({ ...raw, target: measure(raw['target'] as Told) }) as Goal;
const point = (raw: Raw): Point => ({ ...raw, value: measure(raw['value'] as Told) }) as Point;
const milestone = ([id, text, due]: readonly string[]): Milestone => ({ id, text, due }) as Milestone;
const refusal = (told: readonly (string | null)[] | null) => told && { code: told[0], field: told[1] };

describe('difficult tasks', () => {
  it.each(tasks.tasks)('task: $name', ({ fields, goals, milestones, refused }) => {
    const told = milestones as string[][];
    expect(checkTask(fields, goals.map(goal), told.map(milestone))).toEqual(refusal(refused));
  });
  it.each(tasks.points)('point: $name', ({ goals, point: said, refused }) => {
    expect(checkPoint(goals, point(said), '2024-06-25')).toEqual(refusal(refused));
  });
  it.each(tasks.steps)('step: $name', ({ step, status, current, read, text, refused }) => {
    expect(checkStep(step as TaskStep, { status, current, read, text })).toEqual(refusal(refused));
  });
  it.each(tasks.standings)('standing: $name', ({ goals, points, as_of, told, least }) => {
    const found = standings(goals.map(goal), (points as Raw[]).map(point), as_of);
    const wanted = (told as [string, string | null, Told | null, string | null][]).map(([id, of, way, met]) => [id, of, maybe(way), met]);
    expect(found.map((each) => [each.goal, each.point?.id ?? null, each.percent, each.verdict])).toEqual(wanted);
    expect(leastPercent(found)).toEqual(maybe(least));
  });
  it.each(tasks.dues)('date: $name', ({ due, done, as_of, state, days }) => {
    expect(standsTo(due, done, as_of)).toEqual({ state, days });
  });
  it.each(tasks.each)('tasks each: $name', ({ owners, each }) => {
    expect(tasksEach(owners)).toBe(each);
  });
});
