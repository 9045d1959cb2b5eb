import { canTop, chip, goldScrew, inductor, jack, lamp, scatter, smd, terminal, toroid, trimmer } from "../parts.ts";
import { board, hole, mask, outline, pads, pins, silk } from "../pcb.ts";
import { relay, usb } from "../ports.ts";
import { lifted } from "../scene.ts";
import { block, glossy, tube, wire } from "../solid.ts";
import { circle, type Drawing, group, line, rect, text, times } from "../svg.ts";

const solderPads = (width: number, height: number) =>
  [
    [16, 16],
    [width - 46, 16],
    [16, height - 46],
    [width - 46, height - 46],
  ]
    .map(([x = 0, y = 0]) => rect(x, y, 30, 30, "url(#gold)", 'rx="3"') + circle(x + 15, y + 15, 7, "#3a3226"))
    .join("");

const tab = (x: number, y: number, label: string) =>
  rect(x - 6, y - 22, 122, 36, "url(#steel)", 'rx="2"') +
  block(x, y, 110, 92, "#2b2e33", { depth: 4 }) +
  text(x + 55, y + 44, 18, label, "#b9bec5") +
  times(5, (i) => rect(x + 8 + i * 21, y + 94, 11, 28, "url(#steel-x)"));

const lm2596: Drawing = (random) =>
  board(
    random,
    { width: 560, height: 284, color: mask.blue, angle: -24, holes: 0, scale: 1.12 },
    solderPads(560, 284),
    hole(84, 250, 12),
    hole(476, 34, 12),
    canTop(100, 112, 46, "100"),
    canTop(470, 172, 50, "220"),
    tab(182, 66, "LM2596S"),
    inductor(318, 120, 104, "330"),
    lifted(trimmer(312, 22, 110, 54), goldScrew(406, 49, 14)),
    scatter(random, 170, 236, 4, 1),
    silk(60, 64, 14, "IN+"),
    silk(502, 76, 14, "OUT+"),
  );

const xl6009: Drawing = (random) =>
  board(
    random,
    { width: 540, height: 300, color: mask.red, angle: -20, holes: 0, scale: 1.14 },
    solderPads(540, 300),
    hole(270, 24, 12),
    canTop(74, 150, 42, "220"),
    canTop(472, 140, 40, "100"),
    lifted(toroid(206, 196, 72)),
    tab(300, 62, "XL6009E1"),
    trimmer(330, 216, 84, 50),
    scatter(random, 110, 56, 5, 2),
    smd(440, 220),
  );

const tp4056: Drawing = (random) => {
  const one = (x: number, y: number, angle: number) =>
    board(
      random,
      { width: 400, height: 250, color: mask.blue, angle, holes: 0, centre: [x, y], scale: 0.98, radius: 4 },
      usb(-12, 125, "c"),
      pads(4, 10, 1, { pitch: 40 }),
      pads(4, 200, 1, { pitch: 40 }),
      pads(352, 14, 4, { vertical: true, pitch: 56 }),
      chip(118, 88, 84, 76, { legs: 4, sides: "y", label: "TP4056" }),
      chip(250, 60, 46, 46, { legs: 3, sides: "y", label: "DW01A" }),
      chip(244, 152, 64, 50, { legs: 4, sides: "y", label: "8205A" }),
      lamp(88, 50, "#ff4338"),
      lamp(128, 50, "#38a0ff"),
      scatter(random, 106, 206, 3, 1),
    );
  return lifted(one(430, 200, -26)) + lifted(one(320, 350, -12)) + lifted(one(300, 530, 4));
};

const breadboardSupply: Drawing = (random) =>
  board(
    random,
    { width: 520, height: 330, color: mask.black, angle: -13, holes: 0, scale: 1.12 },
    jack(-14, 40, 140, 100),
    usb(2, 236, "a"),
    canTop(220, 92, 34, "100"),
    canTop(220, 236, 34, "100"),
    chip(292, 56, 76, 64, { legs: 3, sides: "y", label: "1117-5.0" }),
    chip(292, 210, 76, 64, { legs: 3, sides: "y", label: "1117-3.3" }),
    pins(420, 14, 3, { pitch: 26 }),
    pins(420, 290, 3, { pitch: 26 }),
    block(420, 8, 54, 32, "#f0c419", { depth: 6 }),
    block(446, 286, 54, 32, "#f0c419", { depth: 6 }),
    pins(440, 110, 4, { vertical: true, rows: 2, pitch: 26 }),
    block(120, 150, 66, 46, "#f4f6f8", { depth: 6 }),
    lamp(260, 164, "#3ee06b"),
    scatter(random, 300, 156, 3, 2, [34, 24]),
  );

function relayBoard(channels: number): Drawing {
  const pitch = 158;
  const width = channels === 1 ? 250 : pitch * channels + 30;
  return (random) =>
    board(
      random,
      {
        width,
        height: 480,
        color: channels === 1 ? mask.black : mask.blue,
        angle: channels === 1 ? 14 : -8,
        holes: 18,
        scale: channels === 1 ? 1.18 : 0.93,
      },
      times(channels, (i) => {
        const x = channels === 1 ? 50 : 22 + i * pitch;
        return (
          terminal(x + 4, 8, 3, { pitch: 46, color: channels === 1 ? "#2467c4" : "#1f8a4c" }) +
          lifted(relay(x, 84, 146, 200)) +
          chip(x + 24, 332, 44, 50, { legs: 2, label: "817C" }) +
          lamp(x + 108, 336, "#ff4338") +
          smd(x + 108, 368) +
          smd(x + 108, 392, "#b08a5c")
        );
      }),
      pins(width / 2 - (channels + 2) * 14, 446, channels + 2, { pitch: 28 }),
      scatter(random, channels === 1 ? 60 : 90, 412, channels === 1 ? 4 : 10, 1, [channels === 1 ? 32 : 46, 20]),
    );
}

const ldo: Drawing = (random) => {
  const one = (x: number, y: number, angle: number) =>
    lifted(
      board(
        random,
        { width: 330, height: 150, color: mask.blue, angle, holes: 0, centre: [x, y], scale: 0.92, radius: 4 },
        pins(4, 22, 2, { vertical: true, pitch: 52 }),
        pins(274, 22, 2, { vertical: true, pitch: 52 }),
        rect(146, 26, 60, 18, "url(#steel)"),
        chip(128, 44, 96, 60, { legs: 3, sides: "y", label: "AMS1117" }),
        block(76, 56, 26, 40, "#e0b23a", { depth: 3 }),
        block(244, 56, 24, 40, "#e0b23a", { depth: 3 }),
        lamp(90, 124, "#ff4338"),
        smd(122, 130),
      ),
    );
  return one(200, 170, -18) + one(500, 210, 8) + one(230, 370, 6) + one(510, 430, -12) + one(290, 570, -8);
};

const holder: Drawing = () =>
  wire("M560 250C650 230 680 180 640 100", "#d8342e", 13) +
  wire("M560 480C660 500 690 560 640 650", "#26292d", 13) +
  group(
    "rotate(-6 340 360)",
    block(60, 190, 540, 350, "#1d2024", { radius: 14, depth: 16 }),
    times(2, (i) => {
      const y = 208 + i * 162;
      return (
        rect(80, y, 500, 150, "#0b0c0e", 'rx="10"') +
        tube(120, y + 10, 420, 130, i === 0 ? "#1f9e8f" : "#3b7fdd", "x", 12) +
        rect(i === 0 ? 522 : 120, y + 10, 18, 130, "url(#steel-y)", 'rx="4"') +
        tube(i === 0 ? 540 : 102, y + 52, 20, 46, "#c9ced4", "x", 3) +
        times(5, (k) => rect((i === 0 ? 88 : 546) + k * 6, y + 44, 3, 62, "url(#steel-y)")) +
        text(330, y + 74, 27, "18650 Li-ion 3.7V", "#ffffff", 'font-weight="bold" opacity="0.9"') +
        text(i === 0 ? 490 : 170, y + 70, 44, "+", "#ffffff")
      );
    }),
  );

const pouch: Drawing = () =>
  wire("M330 250C330 120 430 60 520 90C590 112 600 170 590 210", "#d8342e", 12) +
  wire("M372 250C380 150 440 100 505 120C560 138 570 180 566 214", "#26292d", 12) +
  group(
    "translate(548 206) rotate(6)",
    block(0, 0, 66, 60, "#f1eee5", { radius: 4, depth: 6 }),
    rect(10, 44, 18, 16, "#3a3226"),
    rect(38, 44, 18, 16, "#3a3226"),
  ) +
  group(
    "rotate(-5 340 440)",
    block(150, 240, 390, 56, "#e7b32c", { radius: 6, depth: 6 }),
    block(140, 280, 410, 370, "#c2c8cf", { radius: 14, depth: 16 }),
    rect(140, 280, 410, 370, "url(#sheen)", 'rx="14"'),
    rect(150, 240, 390, 62, "#e7b32c", 'rx="4" opacity="0.95"'),
    text(345, 410, 46, "LiPo 3.7V", "#3a4149", 'font-weight="bold"'),
    text(345, 470, 38, "1000 mAh", "#3a4149"),
    text(345, 530, 24, "503050 · 3.7 Wh", "#6b727a"),
    text(182, 326, 34, "−", "#26292d"),
    text(508, 326, 34, "+", "#c02a30"),
  );

const adapter: Drawing = () =>
  wire("M500 330C640 300 660 460 560 500C470 540 430 600 520 640", "#1c1e22", 20) +
  group(
    "translate(520 640) rotate(20)",
    tube(-10, -22, 90, 44, "#1c1e22", "x", 10),
    tube(78, -13, 64, 26, "#d6dbe1", "x", 3),
    rect(78, -13, 10, 26, "#c9a24a"),
  ) +
  wire("M110 410C40 440 20 540 -30 600", "#1c1e22", 22) +
  group(
    "rotate(-16 300 330)",
    block(90, 210, 420, 230, "#2a2d32", { radius: 22, depth: 34 }),
    rect(130, 244, 290, 164, "#1c1f23", 'rx="8"'),
    text(275, 284, 34, "12V  5A", "#e9ecef", 'font-weight="bold"'),
    text(275, 326, 18, "AC 100-240V 50/60Hz", "#aeb5bd"),
    line("M228 372h26m40 0h26", "#e9ecef", 3),
    circle(274, 372, 15, "none", 'stroke="#e9ecef" stroke-width="3"'),
    circle(274, 372, 5, "#e9ecef"),
    circle(470, 326, 9, "#3ee06b"),
    circle(470, 326, 26, "#3ee06b", 'opacity="0.35" filter="url(#blur)"'),
  );

const monitor: Drawing = (random) =>
  board(
    random,
    { width: 400, height: 350, color: mask.blue, angle: -9, holes: 24, scale: 1.28 },
    terminal(142, 10, 2, { pitch: 58, color: "#2467c4" }),
    block(150, 108, 100, 52, "#1b1d20", { depth: 4 }),
    rect(142, 108, 18, 52, "url(#steel)"),
    rect(240, 108, 18, 52, "url(#steel)"),
    text(200, 134, 22, "R100", "#e8ebee"),
    chip(164, 200, 72, 62, { legs: 4, sides: "y", label: "INA219" }),
    pins(116, 318, 6, { pitch: 28 }),
    scatter(random, 60, 180, 2, 4),
    scatter(random, 296, 180, 2, 4),
    outline(134, 100, 132, 68),
  );

const solar: Drawing = () =>
  group(
    "rotate(-14 360 360)",
    block(70, 190, 580, 340, "#12233f", { radius: 10, depth: 10 }),
    times(12, (i) =>
      rect(86 + (i % 6) * 92, 206 + Math.floor(i / 6) * 156, 86, 150, (i * 5) % 3 ? "#1d4279" : "#214a86"),
    ),
    times(12, (i) => glossy(`M${86 + (i % 6) * 92} ${206 + Math.floor(i / 6) * 156}l50 0l-36 90l-14 -20z`, "#2a579a")),
    times(18, (i) => rect(86, 212 + i * 17.2, 546, 1.2, "#9fb7d8", 'opacity="0.7"')),
    times(6, (i) => rect(112 + i * 92, 206, 4, 308, "#cdd6e2") + rect(142 + i * 92, 206, 4, 308, "#cdd6e2")),
    rect(70, 190, 580, 340, "url(#sheen)", 'rx="10" opacity="0.75"'),
  );

export const powerPictures: Readonly<Record<string, Drawing>> = {
  "DC-DC/LM2596-1.jpg": lm2596,
  "DC-DC/XL6009-1.jpg": xl6009,
  "Charger/TP4056 USB-C-1.jpg": tp4056,
  "Breadboard/MB102 Power-1.jpg": breadboardSupply,
  "Relay/Relay 1CH-1.jpg": relayBoard(1),
  "Relay/Relay 4CH-1.jpg": relayBoard(4),
  "LDO/AMS1117-3.3-1.jpg": ldo,
  "Battery/18650 Holder 2S-1.jpg": holder,
  "Battery/LiPo 1000mAh-1.jpg": pouch,
  "Adapter/12V 5A Adapter-1.jpg": adapter,
  "INA219/INA219-1.jpg": monitor,
  "Solar/Solar 6V 1W-1.jpg": solar,
};
