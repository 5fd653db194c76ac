# A personal calendar for calendar apps: it says where and what sort of thing, never what it is about.

agenda-name = Địa Bàn: my days
agenda-visit = Visit due in { $unit }
agenda-meeting = Meeting in { $unit }
agenda-asked = Asked to a meeting in { $unit }, not accepted yet
agenda-milestone = Milestone of a difficult task in { $unit }
