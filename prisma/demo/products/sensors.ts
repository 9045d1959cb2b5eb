import { html, note, p, specs, ul } from "../html.ts";
import { inCategory } from "../product.ts";

export const sensors = inCategory("Sensors", [
  {
    id: 900,
    model: "CQRHCSR04",
    name: "HC-SR04 Ultrasonic Distance Sensor",
    description: html(
      p(`Send a 10 µs pulse to TRIG, time the pulse that comes back on ECHO, divide by 58: that
        is the distance in centimetres. Few sensors are easier to explain to a class.`),
      specs({
        Range: "2 cm to 400 cm",
        "Measuring angle": "about 15°",
        Supply: "5 V, 15 mA",
        Frequency: "40 kHz",
        Size: "45 × 20 × 15 mm",
      }),
      p("ECHO swings to 5 V; put a divider in front of a 3.3 V input."),
    ),
    price: 2.89,
    quantity: 730,
    image: "catalog/CQRobot/Ultrasonic/HC-SR04-1.jpg",
    views: 274,
  },
  {
    id: 901,
    model: "CQRSENTDS",
    name: "Ocean: TDS (Total Dissolved Solids) Meter Sensor",
    description: html(
      p(`Tells clean water from hard or salty water. The probe is driven with an alternating
        signal, so the electrodes do not polarise and it can stay in an aquarium for days.`),
      ul(
        "0 to 1000 ppm, ±10 % of full scale at 25 °C",
        "Analogue output 0 to 2.3 V",
        "Board supply 3.3 V to 5.5 V, 6 mA",
        "Waterproof probe on an 83 cm cable, XH2.54 plug",
      ),
      note("Limit:", "not for water above 55 °C, and keep the probe off glass walls."),
    ),
    price: 12.9,
    quantity: 145,
    image: "catalog/CQRobot/TDS/TDS Meter-1.jpg",
    views: 40,
  },
  {
    id: 902,
    model: "CQRMQ2",
    name: "MQ-2 Gas and Smoke Sensor Module",
    description: html(
      p(`Tin-oxide element that reacts to LPG, propane, hydrogen and smoke from 300 to 10 000
        ppm. An LM393 compares the reading with the blue potentiometer and drives a digital
        output.`),
      p(`Allow at least 24 hours of burn-in before the first calibration, and a minute of warm-up
        after that. The heater draws about 160 mA at 5 V. Not a certified safety device.`),
    ),
    price: 3.15,
    quantity: 266,
    image: "catalog/CQRobot/MQ/MQ-2-1.jpg",
    views: 31,
  },
  {
    id: 903,
    model: "CQRDHT22",
    name: "DHT22 / AM2302 Temperature and Humidity Sensor, ±0.5 °C",
    description: html(
      p(`Factory-calibrated capacitive humidity cell and thermistor behind one single-wire data
        line.`),
      specs({
        Humidity: "0 to 100 %RH, ±2 %",
        Temperature: "-40 to +80 °C, ±0.5 °C",
        "Sampling interval": "2 s",
        Supply: "3.3 V to 5.5 V",
      }),
      p("The carrier board already has the 10 kΩ pull-up and a 100 nF capacitor fitted."),
    ),
    price: 5.4,
    quantity: 390,
    image: "catalog/CQRobot/DHT/DHT22-1.jpg",
    views: 118,
  },
  {
    id: 904,
    model: "CQRBME280",
    name: "BME280 Pressure, Humidity and Temperature Breakout",
    description: html(
      p(`A weather station on a thumbnail. Pressure noise of 0.2 Pa is enough to notice that you
        have lifted the board by about two hands' width.`),
      ul(
        "300 to 1100 hPa, ±1 hPa absolute",
        "I²C at 0x76 or 0x77, SPI up to 10 MHz",
        "3.6 µA when sampling once a second",
        "On-board regulator and level shifter for 5 V hosts",
      ),
    ),
    price: 8.75,
    quantity: 121,
    image: "catalog/CQRobot/BME280/BME280-1.jpg",
    views: 38,
  },
  {
    id: 905,
    model: "CQRHCSR501",
    name: "HC-SR501 PIR Motion Sensor",
    description: html(
      p(`Detects people by the heat they move across the facets of its dome. Two trimmers set
        reach (3 to 7 m) and hold time (5 s to 5 min); a jumper picks single or repeated
        triggering.`),
      p("Supply 4.5 to 20 V, 65 µA idle, 3.3 V output. Field of view under 120°."),
    ),
    price: 1.95,
    quantity: 518,
    image: "catalog/CQRobot/PIR/HC-SR501-1.jpg",
    views: 27,
  },
  {
    id: 906,
    model: "CQRDS18B20-W",
    name: "DS18B20 Waterproof Temperature Probe, 1 m",
    description: html(
      p(`A 6 × 50 mm stainless tube, potted with thermally conductive resin, on a three-core
        cable. Many probes share one data pin since each carries a 64-bit serial number.`),
      specs({
        Accuracy: "±0.5 °C from -10 to +85 °C",
        Resolution: "9 to 12 bit",
        "Conversion time": "750 ms at 12 bit",
        Cable: "PVC, red VDD, yellow DQ, black GND",
      }),
      p("A 4.7 kΩ pull-up resistor is in the bag."),
    ),
    price: 3.6,
    quantity: 244,
    image: "catalog/CQRobot/DS18B20/DS18B20 Probe-1.jpg",
    views: 35,
  },
  {
    id: 907,
    model: "CQRMPU6050",
    name: "MPU-6050 6-Axis Gyroscope and Accelerometer (GY-521)",
    description: html(
      p(`Three gyroscope and three accelerometer axes with 16-bit converters and a motion
        processor that can hand over quaternions, sparing the host most of the filtering.`),
      ul(
        "±250 to ±2000 °/s, ±2 to ±16 g",
        "I²C 400 kHz, address 0x68 (0x69 with AD0 high)",
        "1024 byte FIFO and interrupt output",
      ),
    ),
    price: 3.25,
    quantity: 305,
    image: "catalog/CQRobot/IMU/GY-521-1.jpg",
    views: 39,
  },
  {
    id: 908,
    model: "CQRSOIL-C",
    name: "Capacitive Soil Moisture Sensor v2.0",
    description: html(
      p(`The copper never touches the earth, so unlike fork-type resistive probes this one does
        not rust away in a season.`),
      p(`Analogue output from roughly 1.2 V (wet) to 2.8 V (dry). Push it in no deeper than the
        white line and seal the edges with varnish for outdoor use. 3.3 to 5.5 V, 5 mA.`),
    ),
    price: 2.1,
    quantity: 0,
    image: "catalog/CQRobot/Soil/Soil Moisture v2-1.jpg",
    views: 20,
  },
  {
    id: 909,
    model: "CQRVL53L1X",
    name: "VL53L1X Laser Time-of-Flight Ranging Sensor, 4 m",
    description: html(
      p("Measures the flight time of invisible 940 nm light, so colour and gloss barely matter."),
      specs({
        Range: "4 cm to 4 m (1.3 m in sunlight)",
        Rate: "up to 50 Hz",
        "Field of view": "27°, programmable region of interest",
        Interface: "I²C, 0x29",
      }),
      note("Class 1 laser.", "Remove the yellow film before use."),
    ),
    price: 13.5,
    quantity: 64,
    image: "catalog/CQRobot/ToF/VL53L1X-1.jpg",
    views: 26,
  },
  {
    id: 910,
    model: "CQRHX711-5K",
    name: "5 kg Load Cell with HX711 24-Bit Amplifier",
    description: html(
      p(`Build a kitchen scale or watch a filament spool run empty. Aluminium bending beam, M4
        and M5 threads, full bridge of 1000 Ω.`),
      ul(
        "Rated output 1.0 ± 0.15 mV/V",
        "Non-linearity 0.05 % of full scale",
        "10 or 80 samples per second",
        "HX711 board with two selectable gains, 2.6 to 5.5 V",
      ),
    ),
    price: 6.99,
    quantity: 83,
    image: "catalog/CQRobot/Load Cell/Load Cell 5kg HX711-1.jpg",
    views: 24,
  },
  {
    id: 911,
    model: "CQRMAX30102",
    name: "MAX30102 Pulse Oximeter and Heart Rate Module",
    description: html(
      p(`Red and infrared LEDs, photodiode and low-noise front end in one optical package: rest a
        fingertip on the glass and read both waveforms from a 32-sample FIFO.`),
      p(`1.8 V core with on-board regulators, 5 V tolerant I²C. Intended for fitness experiments,
        not for diagnosis.`),
    ),
    price: 4.45,
    quantity: 112,
    image: "catalog/CQRobot/MAX30102/MAX30102-1.jpg",
    views: 17,
  },
]);
