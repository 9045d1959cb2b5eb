import { button, chip, crystal, lamp, scatter, smd, terminal } from "../parts.ts";
import { board, hole, mask, outline, pads, pins, silk } from "../pcb.ts";
import { traceAntenna } from "../ports.ts";
import { lifted } from "../scene.ts";
import { block, disc, glossy, tube, wire } from "../solid.ts";
import { circle, type Drawing, group, line, rect, text, times } from "../svg.ts";

const bluetooth: Drawing = (random) =>
  board(
    random,
    { width: 560, height: 250, color: mask.navy, angle: -24, holes: 0, scale: 1.08 },
    lifted(
      block(150, 20, 396, 210, mask.green, { radius: 4, depth: 5 }),
      group("translate(540 40) rotate(90)", traceAntenna(0, 0, 170, 66, 4)),
      chip(200, 62, 104, 104, { legs: 12, sides: "all", label: "BC417" }),
      chip(360, 76, 70, 84, { legs: 8, label: "FLASH" }),
      crystal(206, 192, 80, 26, "26.0"),
      scatter(random, 344, 192, 3, 1),
      times(13, (i) => rect(156 + i * 27, 16, 14, 8, "url(#gold)") + rect(156 + i * 27, 226, 14, 8, "url(#gold)")),
    ),
    pins(4, 53, 6, { vertical: true, pitch: 24 }),
    button(56, 16, 34),
    chip(66, 92, 40, 44, { legs: 3, label: "3V3" }),
    lamp(74, 176, "#ff4338"),
    scatter(random, 60, 210, 3, 1),
  );

function radio(amplified: boolean): Drawing {
  return (random) => {
    const width = amplified ? 520 : 440;
    return [
      board(
        random,
        {
          width,
          height: 230,
          color: mask.black,
          angle: -24,
          holes: 0,
          centre: amplified ? [286, 446] : [360, 360],
          scale: amplified ? 0.9 : 1.35,
        },
        pins(8, 70, 4, { vertical: true, pitch: 24, rows: 2 }),
        chip(160, 80, 70, 70, { legs: 5, sides: "all", label: "nRF24L01+" }),
        crystal(92, 160, 90, 30, "16.000"),
        scatter(random, 100, 36, 4, 1),
        scatter(random, 250, 70, 2, 4),
        amplified
          ? chip(330, 66, 60, 60, { legs: 4, sides: "all", label: "RFX24" }) +
              lifted(rect(440, 70, 84, 90, "url(#gold)", 'rx="4"'), tube(500, 88, 60, 54, "#d5ac45", "x", 4))
          : group("translate(425 18) rotate(90)", traceAntenna(0, 0, 190, 92, 5)),
        silk(200, 200, 16, "2.4 GHz"),
      ),
      amplified
        ? lifted(
            group(
              "translate(513 347) rotate(-58)",
              tube(-14, -25, 44, 50, "#c9a24a", "x", 4),
              tube(28, -30, 66, 60, "#24272b", "x", 12),
              glossy("M90 -26L330 -15Q346 -12 346 0Q346 12 330 15L90 26Z", "#24272b"),
            ),
          )
        : "",
    ].join("");
  };
}

const lora: Drawing = (random) =>
  wire("M430 300C560 300 640 200 560 130C470 60 380 110 300 90", "#3a3e44", 9) +
  group("rotate(8 180 100)", tube(70, 78, 250, 26, "#24272b", "x", 10)) +
  board(
    random,
    { width: 380, height: 390, color: mask.blue, angle: -10, holes: 0, radius: 4, centre: [350, 440], scale: 1.05 },
    times(8, (i) => rect(-4, 40 + i * 40, 14, 24, "url(#gold)") + rect(370, 40 + i * 40, 14, 24, "url(#gold)")),
    lifted(
      rect(34, 96, 290, 266, "url(#steel)", 'rx="6"'),
      rect(44, 106, 270, 246, "none", 'rx="4" stroke="#fff" stroke-opacity="0.5"'),
      text(178, 170, 44, "LoRa", "#474e56", 'font-weight="bold"'),
      text(178, 220, 26, "Ra-02 · SX1278", "#474e56"),
      text(178, 262, 18, "410 – 525 MHz", "#6b727a"),
      rect(80, 300, 196, 4, "#8f969e"),
    ),
    rect(276, 30, 46, 46, "#efe9db", 'rx="4"'),
    circle(299, 53, 17, "url(#gold)"),
    circle(299, 53, 9, "#e9dcae"),
    scatter(random, 60, 54, 5, 1, [36, 22]),
  );

const esp01: Drawing = (random) =>
  board(
    random,
    { width: 480, height: 280, color: mask.black, angle: -22, holes: 0, scale: 1.2 },
    group("translate(468 24) rotate(90)", traceAntenna(0, 0, 232, 84, 5)),
    chip(210, 54, 76, 76, { legs: 8, sides: "all", label: "ESP8266" }),
    chip(206, 178, 84, 60, { legs: 4, sides: "y", label: "25Q80" }),
    crystal(316, 76, 44, 30, "26"),
    pins(16, 84, 4, { vertical: true, pitch: 28, rows: 2 }),
    lamp(120, 60, "#38a0ff"),
    scatter(random, 110, 110, 3, 5),
    silk(90, 256, 18, "ESP-01S"),
  );

const gps: Drawing = (random) =>
  wire("M300 420C380 560 620 560 600 400C590 330 560 320 530 320", "#26292d", 9) +
  lifted(
    group(
      "rotate(9 500 210)",
      block(390, 100, 220, 220, "#cdbfa2", { radius: 4, depth: 18 }),
      rect(404, 114, 192, 192, "url(#steel)", 'opacity="0.9"'),
      circle(486, 196, 9, "#8a929b"),
      circle(486, 196, 4, "#5b636c"),
    ),
  ) +
  board(
    random,
    { width: 370, height: 290, color: mask.red, angle: -8, holes: 22, centre: [240, 440], scale: 1.08 },
    lifted(
      rect(90, 66, 190, 150, "url(#steel)", 'rx="3"'),
      rect(98, 74, 174, 134, "#eef0f2", 'rx="2"'),
      text(184, 116, 27, "NEO-6M", "#20457c", 'font-weight="bold"'),
      text(184, 156, 15, "GPS RECEIVER", "#444b53"),
      rect(120, 178, 128, 3, "#9aa1a9"),
    ),
    pins(112, 258, 5, { pitch: 28 }),
    disc(322, 150, 26, "#c9ced4"),
    rect(296, 62, 30, 30, "url(#gold)", 'rx="3"'),
    scatter(random, 40, 110, 1, 5),
    lamp(326, 222, "#3ee06b"),
  );

const serial: Drawing = (random) =>
  board(
    random,
    { width: 400, height: 210, color: mask.red, angle: -26, holes: 0, centre: [400, 340], scale: 1.15 },
    rect(-150, 46, 190, 128, "#6c737b", 'rx="3"'),
    rect(-150, 38, 190, 128, "url(#steel)", 'rx="3"'),
    rect(-110, 62, 30, 22, "#3a4047"),
    rect(-110, 120, 30, 22, "#3a4047"),
    chip(140, 66, 80, 80, { legs: 7, sides: "all", label: "CP2102" }),
    pins(372, 30, 6, { vertical: true, pitch: 25 }),
    lamp(276, 50, "#ff4338"),
    lamp(276, 80, "#3ee06b"),
    lamp(276, 110, "#38a0ff"),
    scatter(random, 260, 146, 2, 2),
    scatter(random, 66, 52, 1, 5),
    silk(200, 186, 16, "USB TO TTL"),
    silk(330, 104, 11, "DTR TX RX", "#f4f6f8"),
  );

const can: Drawing = (random) =>
  board(
    random,
    { width: 540, height: 340, color: mask.blue, angle: -11, holes: 20, scale: 1.1 },
    chip(120, 92, 170, 76, { legs: 9, sides: "y", label: "MCP2515" }),
    chip(350, 116, 56, 74, { legs: 4, label: "TJA1050" }),
    crystal(130, 224, 110, 38, "8.000"),
    pins(4, 80, 7, { vertical: true, pitch: 26 }),
    terminal(484, 112, 2, { vertical: true, pitch: 54, color: "#2467c4" }),
    pins(330, 244, 2, { pitch: 26 }),
    lamp(70, 290, "#ff4338"),
    scatter(random, 100, 60, 6, 1),
    scatter(random, 270, 226, 1, 3),
    silk(380, 60, 24, "CAN BUS"),
  );

const rfid: Drawing = (random) =>
  lifted(
    group(
      "rotate(12 560 200)",
      block(420, 60, 210, 300, "#f2f4f6", { radius: 20, depth: 4 }),
      line("M560 240a40 40 0 0 1 0 -80m-24 100a64 64 0 0 1 0 -120", "#c3cad2", 8),
    ),
  ) +
  board(
    random,
    { width: 380, height: 560, color: mask.blue, angle: -12, holes: 24, centre: [270, 370], scale: 1.02 },
    times(4, (i) =>
      rect(40 + i * 11, 40 + i * 11, 300 - i * 22, 280 - i * 22, "none", 'rx="22" stroke="#79b4ea" stroke-width="4"'),
    ),
    chip(150, 372, 76, 76, { legs: 8, sides: "all", label: "RC522" }),
    crystal(52, 396, 70, 28, "27.12"),
    pins(94, 526, 8, { pitch: 24 }),
    scatter(random, 262, 368, 3, 4),
    lamp(300, 480, "#ff4338"),
    silk(190, 180, 30, "RFID-RC522"),
  ) +
  lifted(
    wire("M556 610m-26 -62a26 26 0 1 1 52 0a26 26 0 1 1 -52 0", "#b6bdc5", 8),
    disc(560, 620, 62, "#1f5fc4"),
    circle(560, 620, 44, "none", 'stroke="#8fb8f4" stroke-width="4"'),
  );

const ethernet: Drawing = (random) =>
  board(
    random,
    { width: 500, height: 310, color: mask.green, angle: -13, holes: 18, scale: 1.12 },
    lifted(
      rect(-30, 62, 200, 196, "#59616a", 'rx="4"'),
      rect(-30, 50, 200, 196, "url(#steel)", 'rx="4"'),
      rect(-30, 84, 30, 128, "#14171a"),
      text(90, 148, 18, "HR911105A", "#616971"),
      rect(-30, 60, 16, 18, "#f2b632"),
      rect(-30, 220, 16, 18, "#3ecf62"),
    ),
    chip(240, 96, 104, 104, { legs: 12, sides: "all", label: "W5500" }),
    crystal(246, 236, 90, 32, "25.000"),
    pins(440, 76, 6, { vertical: true, pitch: 26, rows: 2 }),
    scatter(random, 380, 90, 1, 6),
    scatter(random, 200, 50, 4, 1),
    silk(390, 50, 18, "W5500 Lite"),
  );

const rs485: Drawing = (random) =>
  board(
    random,
    { width: 520, height: 230, color: mask.blue, angle: -20, holes: 0, scale: 1.12 },
    hole(96, 26),
    hole(96, 204),
    chip(200, 72, 92, 84, { legs: 4, label: "MAX485" }),
    terminal(440, 48, 2, { vertical: true, pitch: 66 }),
    pins(4, 63, 4, { vertical: true, pitch: 26 }),
    scatter(random, 120, 80, 1, 4),
    scatter(random, 350, 60, 2, 5, [36, 26]),
    lamp(60, 110, "#ff4338"),
    smd(240, 190),
    smd(240, 40),
    outline(188, 58, 116, 112),
    pads(404, 96, 2, { vertical: true, pitch: 22 }),
  );

export const communicationPictures: Readonly<Record<string, Drawing>> = {
  "Bluetooth/HC-05-1.jpg": bluetooth,
  "nRF24/nRF24L01-1.jpg": radio(false),
  "nRF24/nRF24L01 PA LNA-1.jpg": radio(true),
  "LoRa/Ra-02-1.jpg": lora,
  "ESP8266/ESP-01S-1.jpg": esp01,
  "GPS/NEO-6M-1.jpg": gps,
  "UART/CP2102-1.jpg": serial,
  "CAN/MCP2515-1.jpg": can,
  "RFID/RC522-1.jpg": rfid,
  "Ethernet/W5500 Lite-1.jpg": ethernet,
  "RS485/MAX485-1.jpg": rs485,
};
