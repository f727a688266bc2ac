Page({ data: { day: "2026-11-25" } });
