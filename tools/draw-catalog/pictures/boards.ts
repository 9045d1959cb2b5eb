import { button, canTop, chip, crystal, jack, lamp, scatter, smd } from "../parts.ts";
import { board, hole, mask, outline, pins, silk, sockets } from "../pcb.ts";
import { coinHolder, jstSocket, radioModule, usb } from "../ports.ts";
import { lifted } from "../scene.ts";
import { block } from "../solid.ts";
import { circle, type Drawing, rect, times } from "../svg.ts";

/** Narrow modules with a pin row along either long side. */
function stick(
  width: number,
  height: number,
  color: string,
  count: number,
  parts: Drawing,
  { angle = -32, scale = 1.1 }: { angle?: number; scale?: number } = {},
): Drawing {
  const pitch = (width - 24) / count;
  return (random) =>
    board(
      random,
      { width, height, color, angle, scale, holes: 0, radius: 8 },
      pins(12, 6, count, { pitch }),
      pins(12, height - pitch - 6, count, { pitch }),
      parts(random),
    );
}

const uno: Drawing = (random) =>
  board(
    random,
    { width: 520, height: 400, color: mask.teal, angle: -9, scale: 1.08, holes: 0 },
    hole(110, 24),
    hole(496, 120),
    hole(496, 330),
    hole(104, 376),
    sockets(176, 12, 10, { pitch: 17 }),
    sockets(356, 12, 8, { pitch: 17 }),
    sockets(214, 370, 8, { pitch: 17 }),
    sockets(368, 370, 6, { pitch: 17 }),
    usb(-34, 118, "b"),
    jack(-12, 276, 104, 78),
    lifted(
      rect(232, 262, 250, 66, "#191b1e", 'rx="4"'),
      chip(240, 270, 234, 48, { legs: 14, sides: "y", label: "ATMEGA328P-PU" }),
    ),
    chip(112, 92, 46, 46, { sides: "all", legs: 8, label: "16U2" }),
    crystal(182, 168, 66, 26),
    crystal(88, 60, 56, 20),
    canTop(128, 206, 20, "47"),
    canTop(176, 228, 20, "47"),
    button(56, 14, 32, "#c23b33"),
    pins(452, 186, 3, { rows: 2, pitch: 17, vertical: true }),
    lamp(420, 92, "#3ee06b"),
    lamp(210, 82, "#f5b02e"),
    scatter(random, 186, 112, 3, 2, [30, 24]),
    silk(352, 124, 44, "UNO"),
    silk(345, 164, 15, "ATmega328P · 16 MHz"),
    silk(440, 52, 12, "DIGITAL (PWM~)"),
    silk(420, 356, 12, "ANALOG IN"),
  );

const mega: Drawing = (random) =>
  board(
    random,
    { width: 590, height: 312, color: mask.blue, angle: -24, scale: 1.06, holes: 0 },
    hole(84, 18),
    hole(84, 294),
    hole(500, 18),
    hole(566, 292),
    sockets(140, 8, 10, { pitch: 15 }),
    sockets(300, 8, 8, { pitch: 15 }),
    sockets(426, 8, 5, { pitch: 15 }),
    sockets(160, 288, 8, { pitch: 15 }),
    sockets(290, 288, 16, { pitch: 15 }),
    sockets(542, 30, 16, { pitch: 15, rows: 2, vertical: true }),
    usb(-30, 90, "b"),
    jack(-10, 204, 90, 66),
    chip(296, 108, 96, 96, { sides: "all", legs: 25, label: "MEGA2560" }),
    chip(112, 66, 42, 42, { sides: "all", legs: 8, label: "16U2" }),
    crystal(220, 150, 58, 22),
    canTop(112, 160, 18, "47"),
    canTop(154, 176, 18, "47"),
    button(432, 216, 30, "#c23b33"),
    lamp(182, 52, "#3ee06b"),
    scatter(random, 184, 92, 3, 2),
    scatter(random, 424, 120, 3, 3),
    silk(350, 66, 32, "MEGA 2560"),
    silk(250, 252, 13, "POWER"),
    silk(410, 268, 13, "ANALOG IN"),
  );

const nano = stick(520, 196, mask.navy, 15, (random) =>
  [
    usb(-16, 98, "c"),
    chip(214, 62, 72, 72, { sides: "all", legs: 8, label: "328P" }),
    chip(72, 70, 70, 54, { legs: 8, sides: "y", label: "CH340C" }),
    button(330, 80, 34, "#dfe3e7"),
    crystal(158, 86, 36, 20, ""),
    pins(452, 64, 2, { rows: 3, pitch: 22 }),
    lamp(394, 64, "#f0483e"),
    lamp(394, 92, "#3ee06b"),
    lamp(394, 120, "#ffb52e"),
    scatter(random, 170, 56, 1, 1),
    silk(392, 150, 14, "NANO V3"),
  ].join(""),
);

const esp32 = stick(560, 262, mask.black, 19, (random) =>
  [
    usb(-12, 131, "micro"),
    lifted(radioModule(298, 62, 262, 138, "ESP-WROOM-32E")),
    chip(92, 96, 56, 56, { sides: "all", legs: 7, label: "CP2102" }),
    chip(196, 92, 34, 60, { sides: "x", legs: 3, label: "1117" }),
    button(62, 46, 34),
    button(62, 182, 34),
    lamp(178, 60, "#ff4338"),
    scatter(random, 190, 186, 3, 2),
    silk(132, 62, 13, "EN"),
    silk(134, 198, 13, "BOOT"),
  ].join(""),
);

const nodemcu = stick(560, 296, mask.black, 15, (random) =>
  [
    usb(-12, 148, "micro"),
    lifted(radioModule(300, 62, 256, 172, "ESP-12E")),
    chip(96, 110, 92, 60, { sides: "y", legs: 8, label: "CH340G" }),
    chip(224, 110, 34, 60, { sides: "x", legs: 3, label: "AMS1117" }),
    button(60, 52, 36, "#e8ebee"),
    button(60, 208, 36, "#e8ebee"),
    lamp(250, 66, "#38a0ff"),
    scatter(random, 120, 204, 4, 2),
    silk(176, 74, 17, "NodeMCU V3"),
  ].join(""),
);

const pico = stick(560, 226, mask.green, 20, (random) =>
  [
    usb(-14, 113, "micro"),
    chip(244, 74, 78, 78, { sides: "all", legs: 14, label: "RP2040" }),
    chip(354, 86, 48, 52, { sides: "x", legs: 4, label: "FLASH" }),
    button(126, 88, 46, "#f3f5f7"),
    crystal(196, 100, 36, 26, "12"),
    lamp(76, 62, "#4ae36d"),
    scatter(random, 420, 74, 3, 4),
    pins(510, 90, 3, { vertical: true, pitch: 17 }),
    silk(440, 176, 18, "Pico"),
  ].join(""),
);

const bluePill = stick(560, 236, mask.blue, 20, (random) =>
  [
    usb(-12, 118, "micro"),
    `<g transform="rotate(45 296 118)">${chip(258, 80, 76, 76, { sides: "all", legs: 12, label: "STM32F103" })}</g>`,
    block(96, 60, 66, 22, "#f0c419", { depth: 5 }),
    block(96, 154, 66, 22, "#f0c419", { depth: 5 }),
    pins(166, 60, 1, { pitch: 22 }),
    pins(166, 154, 1, { pitch: 22 }),
    crystal(384, 102, 66, 28, "8.000"),
    button(474, 102, 32, "#e8ebee"),
    pins(532, 78, 4, { vertical: true, pitch: 20 }),
    lamp(440, 66, "#f0483e"),
    lamp(440, 168, "#3ee06b"),
    scatter(random, 200, 70, 2, 1),
    scatter(random, 194, 166, 2, 1),
    scatter(random, 366, 154, 2, 2),
  ].join(""),
);

const camera: Drawing = (random) =>
  board(
    random,
    { width: 460, height: 312, color: mask.black, angle: -14, scale: 1.2, holes: 0 },
    pins(60, 6, 8, { pitch: 22 }),
    pins(60, 284, 8, { pitch: 22 }),
    rect(20, 54, 212, 204, "url(#steel)", 'rx="6"'),
    rect(34, 66, 184, 180, "none", 'rx="4" stroke="#8f969e" stroke-width="2"'),
    lifted(
      rect(70, 124, 250, 66, "#c8882c", 'rx="4"'),
      times(9, (i) => rect(170, 130 + i * 6.4, 150, 1.6, "#a76c1c")),
      block(60, 92, 128, 128, "#1b1d21", { radius: 8, depth: 8 }),
      circle(124, 156, 48, "#2c3036"),
      circle(124, 156, 36, "#0a0c10"),
      circle(124, 156, 24, "#182a4c"),
      circle(124, 156, 13, "#05070c"),
      circle(112, 142, 7, "#9fc4ff", 'opacity="0.8"'),
    ),
    block(314, 84, 34, 144, "#efe9db", { depth: 5 }),
    rect(372, 40, 40, 40, "#f6f4e4", 'rx="3"'),
    circle(392, 60, 14, "#ffd84a"),
    chip(384, 120, 46, 70, { legs: 5, label: "PSRAM" }),
    scatter(random, 376, 220, 2, 2, [36, 24]),
    silk(330, 272, 17, "ESP32-CAM"),
    rect(436, 100, 18, 110, "#d9b766", 'opacity="0.85"'),
  );

/** The shop's own I²C breakouts: one look, different sizes, chips and connectors. */
function ocean(
  label: string,
  package_: { width: number; height: number; legs: number; sides: "x" | "y" },
  rows: { top: number; bottom: number },
  extra: Drawing,
): Drawing {
  const width = 470;
  const height = 350;
  return (random) =>
    board(
      random,
      { width, height, color: mask.blue, holes: 24, radius: 16, scale: 1.18 },
      jstSocket(6, 128, 4, { vertical: true, pitch: 20 }),
      pins(width / 2 - rows.top * 10, 8, rows.top),
      pins(width / 2 - rows.bottom * 10, height - 28, rows.bottom),
      chip(width / 2 - package_.width / 2, height / 2 - package_.height / 2 - 8, package_.width, package_.height, {
        ...package_,
        label,
      }),
      scatter(random, 86, 92, 3, 1),
      lamp(96, 252, "#38a0ff"),
      silk(width / 2, 262, 24, `Ocean: ${label}`),
      silk(width / 2, 288, 13, "3.3V / 5V  I2C"),
      silk(width / 2, 46, 12, "GND VCC SDA SCL INT"),
      extra(random),
    );
}

const jumpers: Drawing = () =>
  times(
    3,
    (i) =>
      outline(384, 118 + i * 36, 50, 26) +
      rect(390, 123 + i * 36, 16, 16, "url(#gold)") +
      rect(412, 123 + i * 36, 16, 16, "url(#gold)"),
  );

const clock: Drawing = () => coinHolder(372, 176, 62) + smd(150, 220) + crystal(104, 124, 54, 20, "");

export const boardPictures: Readonly<Record<string, Drawing>> = {
  "MCP23017/MCP23017-1.JPG": ocean(
    "MCP23017",
    { width: 190, height: 74, legs: 14, sides: "y" },
    { top: 16, bottom: 16 },
    jumpers,
  ),
  "UNO/UNO R3-1.jpg": uno,
  "Nano/Nano V3 USB-C-1.jpg": nano,
  "MEGA/MEGA2560-1.jpg": mega,
  "ESP32/ESP32 DevKit V4-1.jpg": esp32,
  "ESP8266/NodeMCU V3-1.jpg": nodemcu,
  "Pico/Pico H-1.jpg": pico,
  "STM32/Blue Pill-1.jpg": bluePill,
  "ESP32/ESP32-CAM-1.jpg": camera,
  "ADS1115/ADS1115-1.jpg": ocean(
    "ADS1115",
    { width: 64, height: 84, legs: 5, sides: "x" },
    { top: 6, bottom: 10 },
    jumpers,
  ),
  "RTC/DS3231-1.jpg": ocean("DS3231", { width: 76, height: 110, legs: 8, sides: "x" }, { top: 6, bottom: 6 }, clock),
  "TCA9548A/TCA9548A-1.jpg": ocean(
    "TCA9548A",
    { width: 116, height: 66, legs: 12, sides: "y" },
    { top: 8, bottom: 16 },
    (random) => jumpers(random) + scatter(random, 92, 200, 2, 2),
  ),
};
