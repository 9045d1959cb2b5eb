import { kitBox } from "../housings.ts";
import { sprinkle } from "../parts.ts";
import { lifted } from "../scene.ts";
import { block, disc, glossy, tube, wire } from "../solid.ts";
import { between, circle, cycle, type Drawing, ellipse, group, line, rect, shade, text, times } from "../svg.ts";

const code = [
  "#7a4a23",
  "#d8342e",
  "#f08a24",
  "#f0c021",
  "#2f9e4d",
  "#2f6fd0",
  "#8a4fc4",
  "#8d9299",
  "#f1f3f5",
  "#26292d",
] as const;

/** Rainbow ribbon with a Dupont housing on either end of every lead. */
function ribbon(count: number, pitch: number, bow: number, male: readonly [boolean, boolean]): string {
  const end = (x: number, side: -1 | 1, pin: boolean) =>
    (pin ? rect(x - 2.5, side * 300 - (side < 0 ? 30 : 0), 5, 30, "url(#gold)") : "") +
    rect(x - pitch * 0.46, side < 0 ? -300 : 232, pitch * 0.92, 68, "#1d2024", 'rx="2"') +
    rect(x - pitch * 0.2, side < 0 ? -274 : 250, pitch * 0.4, 20, "#6b5a2b");
  return times(count, (i) => {
    const x = (i - (count - 1) / 2) * pitch;
    const color = cycle(code, i);
    return (
      wire(`M${x} -236C${x + bow} -100 ${x + bow} 100 ${x} 236`, color, pitch * 0.98) +
      end(x, -1, male[0]) +
      end(x, 1, male[1])
    );
  });
}

const dupont: Drawing = () =>
  lifted(group("translate(164 360) rotate(-7) scale(0.95)", ribbon(10, 16, -36, [true, true]))) +
  lifted(group("translate(362 360) rotate(2) scale(0.95)", ribbon(10, 16, 20, [true, false]))) +
  lifted(group("translate(556 360) rotate(9) scale(0.95)", ribbon(10, 16, 44, [false, false])));

const bundle: Drawing = (random) =>
  times(26, (i) => {
    const color = cycle(code, i * 3 + 1);
    const start = -34 + i * 2.7;
    const [ax, ay] = [between(random, 40, 330), between(random, 46, 180)];
    const [bx, by] = [between(random, 400, 672), between(random, 555, 676)];
    const tip = (x: number, y: number) => circle(x, y, 7, shade(color, -0.35));
    return (
      line(`M${ax} ${ay}l-16 -22M${bx} ${by}l14 20`, "#d5ac45", 4) +
      wire(
        `M${ax} ${ay}C${ax + 120} ${ay + 120} ${250 + start} 250 ${360 + start} ${360 - start}S${bx - 120} ${by - 90} ${bx} ${by}`,
        color,
        10,
      ) +
      tip(ax, ay) +
      tip(bx, by)
    );
  }) +
  lifted(
    group(
      "translate(360 360) rotate(48)",
      block(-62, -17, 124, 34, "#1d2024", { radius: 12, depth: 6 }),
      tube(56, -14, 60, 12, "#1d2024", "x", 5),
    ),
  );

const jumpers: Drawing = () =>
  kitBox({ columns: 2, rows: 7 }, (i, w, h) => {
    const color = cycle(code, i + 1);
    const length = 26 + i * 13;
    return times(5, (k) => {
      const x = -w / 2 + 26 + k * 5;
      const y = -h * 0.28 + k * h * 0.13;
      return (
        line(`M${x} ${y + 7}V${y}H${x + length + 14}V${y + 7}`, "#c3c9d0", 3) +
        tube(x + 6, y - 4, length, 8, color, "x", 3)
      );
    });
  });

function plugA(color: string): string {
  return [
    block(-46, 0, 92, 150, color, { radius: 16, depth: 12 }),
    times(4, (i) => rect(-30, 26 + i * 15, 60, 6, "#0004", 'rx="3"')),
    rect(-38, 152, 76, 110, "#6c737b", 'rx="3"'),
    rect(-38, 146, 76, 110, "url(#steel)", 'rx="3"'),
    rect(-24, 178, 18, 24, "#3a4047"),
    rect(6, 178, 18, 24, "#3a4047"),
    tube(-16, -50, 32, 54, color, "y", 8),
  ].join("");
}

function plugSmall(color: string, kind: "c" | "mini"): string {
  const width = kind === "c" ? 58 : 50;
  return [
    block(-40, 0, 80, 130, color, { radius: 14, depth: 10 }),
    times(3, (i) => rect(-26, 24 + i * 15, 52, 6, "#0004", 'rx="3"')),
    rect(-width / 2, 132, width, 70, "#6c737b", `rx="${kind === "c" ? 12 : 3}"`),
    rect(-width / 2, 126, width, 70, "url(#steel)", `rx="${kind === "c" ? 12 : 3}"`),
    rect(-width / 2 + 8, 190, width - 16, 6, "#3a4047", 'rx="3"'),
    tube(-13, -44, 26, 48, color, "y", 7),
  ].join("");
}

function usbCable(color: string, plugs: string, kind: "c" | "mini", loops: number, braid: boolean): Drawing {
  return () => {
    const coil = times(loops, (i) => {
      const r = 150 + i * 20;
      const d = `M${360 - r} 300a${r} ${r * 0.92} 0 1 1 ${r * 2} 0a${r} ${r * 0.92} 0 1 1 ${-r * 2} 0`;
      return wire(d, color, 18) + (braid ? line(d, "#ffffff", 14, 'opacity="0.16" stroke-dasharray="3 18"') : "");
    });
    return (
      coil +
      wire("M210 340C190 440 200 440 190 476", color, 18) +
      wire("M512 330C540 420 520 440 540 486", color, 18) +
      lifted(group("translate(188 470) rotate(10) scale(0.92)", plugA(plugs))) +
      lifted(group("translate(542 486) rotate(-10)", plugSmall(plugs, kind))) +
      lifted(group("rotate(-4 360 146)", block(330, 100, 60, 90, "#1d2024", { radius: 8 })))
    );
  };
}

const spools: Drawing = () =>
  times(6, (i) => {
    const color = cycle(["#d8342e", "#26292d", "#f0c021", "#2f9e4d", "#2f6fd0", "#f1f3f5"], i);
    const x = 140 + (i % 3) * 220;
    const y = 200 + Math.floor(i / 3) * 320;
    return lifted(
      wire(`M${x + 60} ${y + 60}C${x + 110} ${y + 90} ${x + 60} ${y + 140} ${x + 100} ${y + 150}`, color, 12),
      circle(x, y + 8, 100, "#8d97a3"),
      circle(x, y, 100, "#dfe5ec"),
      circle(x, y, 100, "url(#gloss)"),
      circle(x, y, 88, shade(color, -0.3)),
      times(6, (k) => circle(x, y, 84 - k * 8, "none", `stroke="${color}" stroke-width="6.5"`)),
      circle(x, y, 88, "url(#sheen)", 'opacity="0.6"'),
      disc(x, y, 40, "#eef2f6"),
      circle(x, y, 14, "#aeb8c3"),
      text(x, y - 26, 12, "22 AWG", "#59616a"),
    );
  });

const crocodile: Drawing = () => {
  const clip = (color: string) =>
    [
      glossy("M-24 0Q-30 60 -16 118L16 118Q30 60 24 0Q0 -16 -24 0Z", color),
      rect(-16, 112, 32, 34, "url(#steel-x)"),
      glossy("M-18 140L-10 226H10L18 140Z", "#b9c0c8"),
      line("M0 146V224", "#59616a", 3),
      times(5, (i) => line(`M-6 ${166 + i * 12}L6 ${172 + i * 12}`, "#59616a", 3)),
    ].join("");
  return times(5, (i) => {
    const color = cycle(["#d8342e", "#26292d", "#f0c021", "#2f9e4d", "#e9ecef"], i);
    const x = 120 + i * 120;
    return lifted(
      wire(`M${x} 210C${x + 70} 300 ${x - 70} 400 ${x + 10} 480`, color, 14),
      group(`translate(${x} 222) rotate(${180 + (i - 2) * 3}) scale(0.86)`, clip(color)),
      group(`translate(${x + 10} 474) rotate(${(i - 2) * -4}) scale(0.86)`, clip(color)),
    );
  });
};

const shrink: Drawing = (random) =>
  kitBox({ columns: 4, rows: 2 }, (i, w, h) => {
    const thick = 7 + i * 3.4;
    const color = (k: number) => cycle(["#26292d", "#d8342e", "#2f6fd0", "#f0c021", "#2f9e4d"], k + i);
    let index = 0;
    return sprinkle(random, Math.max(8, 22 - i * 2), (x, y) => {
      const long = h * 0.56;
      index += 1;
      return group(
        `translate(${x} ${y}) rotate(${between(random, -16, 16)})`,
        tube(-thick / 2, -long / 2, thick, long, color(index), "y", 3),
        ellipse(0, -long / 2 + 2, thick / 2, thick * 0.2, "#0b0c0e"),
      );
    })(-w * 0.34, -h * 0.1, w * 0.68, h * 0.2);
  });

export const cablePictures: Readonly<Record<string, Drawing>> = {
  "Jumper/Dupont 3x40-1.jpg": dupont,
  "Jumper/Jumper 65-1.jpg": bundle,
  "Jumper/U Jumper 140-1.jpg": jumpers,
  "USB/USB-C Cable-1.jpg": usbCable("#3a3f46", "#24272b", "c", 3, true),
  "USB/USB Mini Cable-1.jpg": usbCable("#2c6fe0", "#2558b8", "mini", 2, false),
  "Wire/Silicone 22AWG-1.jpg": spools,
  "Test Lead/Crocodile 10-1.jpg": crocodile,
  "Heat Shrink/Heat Shrink 328-1.jpg": shrink,
};
