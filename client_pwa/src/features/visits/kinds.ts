// The kinds of visit, in the order of the form. Light: rows of lists need no more of the rules.
export const VISIT_KINDS = [
  'committee_meeting',
  'standing_committee',
  'cell_meeting',
  'dialogue',
  'site_check',
  'working_session',
] as const;
