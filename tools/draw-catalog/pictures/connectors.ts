import { type Colors, contact, housing, kitBox, pigtail } from "../housings.ts";
import { sprinkle, terminal } from "../parts.ts";
import { pins } from "../pcb.ts";
import { jstSocket } from "../ports.ts";
import { lifted } from "../scene.ts";
import { block, disc, tube } from "../solid.ts";
import { between, type Drawing, group, type Random, rect, text, times } from "../svg.ts";

const redBlack: Colors = ["#d8342e", "#26292d"];

const spread = (random: Random, count: number, w: number, h: number, draw: (turn: number) => string) =>
  sprinkle(random, count, (x, y, turn) => group(`translate(${x} ${y})`, draw(turn)))(
    -w * 0.3,
    -h * 0.28,
    w * 0.6,
    h * 0.56,
  );

function latched(ways: number, wires: Colors): Drawing {
  return (random) => {
    const plug = { ways, pitch: 58, length: 128, thickness: 24, wires, latch: true };
    return [
      lifted(pigtail({ ...plug, at: [220, 300], angle: -14, bend: [-30, -225] })),
      lifted(pigtail({ ...plug, at: [500, 330], angle: 12, bend: [40, -245], pins: true, latch: false })),
      lifted(group("translate(250 610) rotate(64)", housing({ ways, pitch: 44, length: 96, latch: true }))),
      sprinkle(random, 9, (x, y, turn) => contact(x, y, turn, 1.05))(330, 530, 280, 120),
    ].join("");
  };
}

function sorted(columns: number, rows: number, pitch: number, ways: (index: number) => number): Drawing {
  return (random) =>
    kitBox({ columns, rows }, (i, w, h) => {
      const kind = i % 3;
      const count = ways(i);
      if (kind === 2) return spread(random, 26, w, h, (turn) => contact(0, 0, turn, 0.5));
      return spread(random, 9, w, h, (turn) =>
        kind === 0
          ? group(`rotate(${turn}) translate(0 -20)`, housing({ ways: count, pitch, length: pitch * 2 }))
          : group(`rotate(${turn}) scale(0.72) translate(-34 -20)`, jstSocket(0, 0, count, { pitch: pitch * 0.9 })),
      );
    });
}

const pigtails: Drawing = () =>
  times(4, (i) =>
    lifted(
      pigtail({
        at: [120 + i * 150, 560 - (i % 2) * 70],
        angle: -6 + i * 5,
        ways: 2,
        pitch: 38,
        length: 80,
        wires: redBlack,
        thickness: 16,
        bend: [i % 2 ? 30 : -24, -400],
        pins: i % 2 === 1,
      }),
    ),
  );

const sm: Drawing = () => {
  const wires: Colors = ["#26292d", "#2f9e4d", "#d8342e", "#2f6fd0"];
  const plug = { ways: 4, pitch: 38, length: 130, color: "#2b2e33", wires, thickness: 17 };
  return (
    lifted(pigtail({ ...plug, at: [240, 320], angle: -14, bend: [-30, -260], latch: true })) +
    lifted(pigtail({ ...plug, at: [480, 420], angle: 194, bend: [30, -250], pins: true }))
  );
};

const dupont: Drawing = (random) =>
  kitBox({ columns: 4, rows: 2 }, (i, w, h) => {
    if (i === 7) return group("rotate(-32)", pins(-62, -30, 8, { pitch: 16 }), pins(-62, 4, 8, { pitch: 16 }));
    if (i > 4) return spread(random, 26, w, h, (turn) => contact(0, 0, turn, 0.5));
    return spread(random, 14, w, h, (turn) => {
      const ways = i + 1;
      return group(
        `rotate(${turn})`,
        block(-ways * 8, -26, ways * 16, 52, "#26292d", { depth: 4 }),
        times(
          ways,
          (k) =>
            rect(-ways * 8 + 4 + k * 16, -14, 8, 12, "#0b0c0e") + rect(-ways * 8 + 5 + k * 16, 22, 6, 4, "#a97f22"),
        ),
      );
    });
  });

const screwBlocks: Drawing = (random) =>
  times(7, (i) => {
    const x = 140 + (i % 3) * 216 + (i > 5 ? 216 : 0);
    const y = 140 + Math.floor(i / 3) * 205;
    return lifted(
      group(
        `translate(${x} ${y}) rotate(${between(random, -28, 28)}) scale(1.65)`,
        terminal(-48, -26, 2, { pitch: 48 }),
        rect(-30, 44, 6, 20, "url(#steel-x)"),
        rect(22, 44, 6, 20, "url(#steel-x)"),
      ),
    );
  });

const strips: Drawing = () =>
  times(5, (i) =>
    lifted(
      group(
        `translate(${360 + (i - 2) * 14} ${150 + i * 106}) rotate(${-24 + i * 3})`,
        times(24, (k) => rect(-312 + 10 + k * 26, -36, 6, 78, "url(#gold)")),
        times(24, (k) => block(-312 + k * 26, -13, 25, 26, "#1d2024", { radius: 5, depth: 4 })),
      ),
    ),
  );

const xt60: Drawing = () => {
  const half = (male: boolean) =>
    [
      tube(-34, -100, 26, 110, "#d5ac45", "y", 10),
      tube(34, -100, 26, 110, "#d5ac45", "y", 10),
      block(-78, 0, 160, 190, "#f0bb19", { radius: 12, depth: 16 }),
      rect(-78, 52, 160, 5, "#b4860c"),
      times(4, (i) => rect(-64, 74 + i * 16, 132, 6, "#c99713", 'rx="3"')),
      text(2, 160, 28, "XT60", "#a97d0c", 'font-weight="bold"'),
      text(-40, 30, 30, "+", "#8b6607"),
      text(44, 30, 30, "−", "#8b6607"),
      male
        ? tube(-52, 200, 36, 80, "#d5ac45", "y", 14) + tube(18, 200, 36, 80, "#d5ac45", "y", 14)
        : block(-62, 206, 128, 54, "#d9a50f", { radius: 10, depth: 10 }),
    ].join("");
  return (
    lifted(group("translate(210 210) rotate(-14)", half(true))) +
    lifted(group("translate(500 230) rotate(12)", half(false))) +
    lifted(group("translate(280 630) rotate(-30)", tube(-80, -22, 120, 30, "#c02a30", "x", 4))) +
    lifted(group("translate(430 640) rotate(16)", tube(-60, -22, 120, 30, "#24272b", "x", 4)))
  );
};

const barrel: Drawing = () => {
  const body = (male: boolean) =>
    [
      block(-70, -60, 140, 190, "#1d2024", { radius: 12, depth: 12 }),
      terminal(-62, -70, 2, { pitch: 62 }),
      text(-32, 26, 34, "+", "#e9ecef"),
      text(32, 26, 34, "−", "#e9ecef"),
      male
        ? tube(-44, 128, 88, 60, "#24272b", "y", 6) +
          tube(-26, 184, 52, 120, "#d6dbe1", "y", 6) +
          rect(-26, 196, 52, 8, "#24272b")
        : tube(-56, 128, 112, 130, "#24272b", "y", 12) +
          rect(-34, 240, 68, 18, "#0b0c0e", 'rx="8"') +
          disc(0, 249, 7, "#c9ced4"),
    ].join("");
  return (
    lifted(group("translate(230 220) rotate(-14) scale(1.15)", body(true))) +
    lifted(group("translate(500 270) rotate(16) scale(1.15)", body(false)))
  );
};

export const connectorPictures: Readonly<Record<string, Drawing>> = {
  "JST EL/JST EL 2P-1.jpg": latched(2, redBlack),
  "JST EL/JST EL 3P-1.jpg": latched(3, ["#d8342e", "#f0c021", "#26292d"]),
  "2.0JST C/CQRJST2.0-C-1.jpg": sorted(3, 3, 17, (i) => 2 + Math.floor(i / 3)),
  "2.0JST C/PH Pigtail 2P-1.jpg": pigtails,
  "JST XH/JST XH Kit-1.jpg": sorted(3, 4, 15, (i) => 2 + Math.floor(i / 3)),
  "JST SM/JST SM 4P-1.jpg": sm,
  "Dupont/Dupont Kit 620-1.jpg": dupont,
  "Terminal Block/KF301 2P-1.jpg": screwBlocks,
  "Header/Male Header 40P-1.jpg": strips,
  "XT/XT60 Pair-1.jpg": xt60,
  "DC Jack/DC Jack 5521-1.jpg": barrel,
};
