import { html, note, p, specs, ul } from "../html.ts";
import { inCategory } from "../product.ts";

export const tools = inCategory("Tools", [
  {
    id: 1050,
    model: "CQRIRON60",
    name: "Soldering Iron 60 W, 200–450 °C",
    description: html(
      p(`Ceramic heater and thermostat in the handle, ready after a minute and a half. Takes all
        900M tips; the conical one is fitted and four more are enclosed.`),
      p("Supply 230 V, cable 1.4 m, weight without cable 90 g. Comes with a wire stand."),
    ),
    price: 17.9,
    quantity: 66,
    image: "catalog/CQRobot/Soldering/Iron 60W-1.jpg",
    views: 35,
  },
  {
    id: 1051,
    model: "CQRDMM-6000",
    name: "Digital Multimeter, 6000 Counts, True RMS",
    description: html(
      p(`Auto-ranging meter with a large backlit display and a jack that warns of wrongly plugged
        leads.`),
      specs({
        "DC voltage": "0.1 mV to 1000 V, ±0.5 %",
        Current: "0.1 µA to 20 A, both ranges fused",
        Resistance: "0.1 Ω to 60 MΩ",
        Capacitance: "1 nF to 60 mF",
        Safety: "CAT III 600 V",
      }),
      p("With test leads, type K thermocouple and two AAA cells."),
    ),
    price: 29.9,
    quantity: 44,
    image: "catalog/CQRobot/Multimeter/DMM 6000-1.jpg",
    views: 38,
  },
  {
    id: 1052,
    model: "CQRESD-TW",
    name: "ESD Tweezers Set, 3 pcs",
    description: html(
      p(`One straight, one curved, one flat-nosed. Stainless, non-magnetic and coated for 10⁶ to
        10⁹ Ω, with tips ground to meet without light between them.`),
    ),
    price: 4.75,
    quantity: 148,
    image: "catalog/CQRobot/Hand Tools/ESD Tweezers-1.jpg",
    views: 14,
  },
  {
    id: 1053,
    model: "CQRCUT-125",
    name: "Flush Cutters 125 mm",
    description: html(
      p("Cuts component legs flat with the solder cone. Induction-hardened edges, return spring."),
      ul("Copper wire to 1.3 mm", "Not for piano wire or steel", "Soft two-tone grips"),
    ),
    price: 5.6,
    quantity: 131,
    image: "catalog/CQRobot/Hand Tools/Flush Cutter-1.jpg",
    views: 10,
  },
  {
    id: 1054,
    model: "CQRSN28B",
    name: "SN-28B Ratchet Crimping Pliers, AWG 28–18",
    description: html(
      p(`The tool for our Dupont and XH contacts. Its ratchet opens only when the crimp is
        complete, so every joint gets the same force.`),
      specs({ Dies: "0.1–0.5 / 0.5–1.0 mm²", Length: "190 mm", Weight: "340 g" }),
    ),
    price: 16.4,
    quantity: 59,
    image: "catalog/CQRobot/Hand Tools/SN-28B-1.jpg",
    views: 33,
  },
  {
    id: 1055,
    model: "CQRBB830",
    name: "Solderless Breadboard, 830 Points",
    description: html(
      p("630 points in the field and two power rails of 100 each, printed with coordinates."),
      p(`Phosphor-bronze springs for AWG 29 to 20. Peel-off backing; boards interlock on two
        sides.`),
    ),
    price: 3.5,
    quantity: 533,
    image: "catalog/CQRobot/Breadboard/Breadboard 830-1.jpg",
    views: 36,
  },
  {
    id: 1056,
    model: "CQRSOLDER08",
    name: "Solder Wire Sn99.3Cu0.7, 0.8 mm, 100 g",
    description: html(
      p("Lead-free wire with 2.2 % no-clean rosin core, melting at 227 °C."),
      p(`Spatters little and wets quickly at 350 °C tip temperature. Residues may stay on the
        board.`),
    ),
    price: 8.2,
    quantity: 174,
    image: "catalog/CQRobot/Soldering/Solder 0.8-1.jpg",
    views: 16,
  },
  {
    id: 1057,
    model: "CQRPUMP",
    name: "Desoldering Pump, Aluminium",
    description: html(
      p(`Press the plunger down, heat the joint, push the button. The PTFE nozzle tolerates the
        iron's tip and unscrews for cleaning.`),
      note("Spare parts:", "nozzle and O-ring are stocked."),
    ),
    price: 4.4,
    quantity: 0,
    image: "catalog/CQRobot/Soldering/Desolder Pump-1.jpg",
    views: 8,
  },
  {
    id: 1058,
    model: "CQRLA8",
    name: "USB Logic Analyzer, 24 MHz, 8 Channels",
    description: html(
      p(`See what really happens on the bus. Works with sigrok and decodes UART, I²C, SPI, CAN
        and more.`),
      ul("8 inputs, -0.5 to 5.25 V", "24 MS/s at most", "Ten test leads and a Mini-B cable included"),
    ),
    price: 10.5,
    quantity: 88,
    image: "catalog/CQRobot/Analyzer/Logic Analyzer 8CH-1.jpg",
    views: 40,
  },
  {
    id: 1059,
    model: "CQRCALIPER",
    name: "Digital Caliper 150 mm, ±0.02 mm",
    description: html(
      p(`Hardened stainless steel with inside, outside, depth and step measurement. Switches
        between millimetres and inches, zero at any position.`),
      specs({ Resolution: "0.01 mm", Battery: "SR44, about a year", Case: "plastic, fitted foam" }),
    ),
    price: 18.7,
    quantity: 41,
    image: "catalog/CQRobot/Measuring/Caliper 150-1.jpg",
    views: 21,
  },
]);
